import assert from "node:assert/strict";
import { chainQueries, followSessions, type SessionQuery } from "../../../automation/audit/sessions";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import { alice, record, session, ssoUser } from "../attribute/shapes/records";

const acting = record("s3", "PutBucketPolicy", "02:10", session("deploy", "x"), {});

function answered(records: readonly TrailRecord[], gaps: readonly string[] = []) {
  return Promise.resolve({ records, gaps });
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
      if (query.region === "us-east-1") return answered([]);
      return answered([query.accessKeyId === "ASIADEPLOY" ? behind : origin]);
    };
    const followed = await followSessions(findSession, [acting, acting]);
    assert.deepEqual(followed, { records: [behind, origin], gaps: [] });
    assert.deepEqual(
      asked.map(({ region, accessKeyId }) => `${accessKeyId} ${region}`),
      ["ASIADEPLOY eu-west-1", "ASIADEPLOY us-east-1", "ASIACI eu-west-1", "ASIACI us-east-1"],
    );
  });

  it("ends where sessions claim to make each other", async () => {
    const loop = record("sts", "AssumeRole", "02:00", session("deploy", "x"), {});
    assert.deepEqual(await followSessions(() => answered([loop]), [acting]), { records: [loop], gaps: [] });
  });

  it("ends after four hops, however long the chain of sessions claims to be", async () => {
    let asked = 0;
    const endless = () => answered([record("sts", "AssumeRole", "02:00", session(`role${asked++}`, "x", {}, {}), {}, { awsRegion: "us-east-1" })]);
    const followed = await followSessions(endless, [record("s3", "PutBucketPolicy", "02:10", session("first", "x"), {}, { awsRegion: "us-east-1" })]);
    assert.equal(followed.records.length, 4);
  });

  it("makes a hundred lookups, no more, and says so", async () => {
    let asked = 0;
    const sessions = Array.from({ length: 150 }, (_, n) => record("s3", "PutBucketPolicy", "02:10", session(`r${n}`, "x"), {}, { awsRegion: "us-east-1" }));
    const count = () => {
      asked++;
      return answered([]);
    };
    assert.deepEqual((await followSessions(count, sessions)).gaps, ["only 100 lookups of role sessions were made"]);
    assert.equal(asked, 100);
  });

  it("says what it could not look up, once a region", async () => {
    const followed = await followSessions(() => answered([], ["AccessDenied", "AccessDenied"]), [acting]);
    assert.deepEqual(followed.gaps, ["eu-west-1: AccessDenied", "us-east-1: AccessDenied"]);
  });
});
