import assert from "node:assert/strict";
import { chainQueries, followSessions, type SessionQuery } from "../../../automation/audit/sessions";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import { alice, record, session, ssoUser } from "../attribute/shapes/records";

const acting = record("s3", "PutBucketPolicy", "02:10", session("deploy", "x"), {});

function answered(records: readonly TrailRecord[], gaps: readonly string[] = []) {
  return { records, requests: 1, coverage: { source: "lookup-events" as const, account: "", region: "", from: "", to: "", events: records.length, complete: true, gaps } };
}

describe("chainQueries", () => {
  it("asks for the access key of each role session, where it acted and in us-east-1, around its creation", () => {
    assert.deepEqual(
      chainQueries([acting, acting]).map((query) => [query.region, query.accessKeyId, query.from, query.to]),
      ["eu-west-1", "us-east-1"].map((region) => [region, "ASIADEPLOY", "2026-01-02T01:59:00Z", "2026-01-02T02:01:00Z"]),
    );
  });
  it("asks nothing about people who signed in themselves, by Identity Center too", () => {
    assert.deepEqual(chainQueries([alice, ssoUser("carol@example.com")].map((who) => record("s3", "PutBucketPolicy", "02:10", who, {}))), []);
  });
});

describe("followSessions", () => {
  it("goes on to the session behind the session, and asks for each key once", async () => {
    const behind = record("sts", "AssumeRole", "02:00", session("ci", "x"), {});
    const origin = record("sts", "AssumeRoleWithWebIdentity", "02:00", { type: "WebIdentityUser" }, {});
    const asked: SessionQuery[] = [];
    const findSession = (query: SessionQuery) => {
      asked.push(query);
      if (query.region === "us-east-1") return Promise.resolve(answered([]));
      return Promise.resolve(answered([query.accessKeyId === "ASIADEPLOY" ? behind : origin]));
    };
    const followed = await followSessions({ findSession }, [acting, acting]);
    assert.deepEqual(followed.records, [behind, origin]);
    assert.equal(asked.length, 4);
    assert.equal(followed.requests, 4);
  });

  it("ends where sessions claim to make each other", async () => {
    const loop = record("sts", "AssumeRole", "02:00", session("deploy", "x"), {});
    const followed = await followSessions({ findSession: () => Promise.resolve(answered([loop])) }, [acting]);
    assert.equal(followed.records.length, 1);
  });

  it("says what it could not look up", async () => {
    const followed = await followSessions({ findSession: () => Promise.resolve(answered([], ["AccessDenied"])) }, [acting]);
    assert.match(followed.gaps[0] ?? "", /AccessDenied/);
  });
});
