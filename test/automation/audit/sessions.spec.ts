import assert from "node:assert/strict";
import { followSessions, sessionsBehind, withoutOpener, type SessionQuery } from "../../../automation/audit/sessions";
import type { TrailRecord } from "../../../automation/audit/trailRecord";
import { ACCOUNT } from "../attribute/shapes/drifts";
import { alice, record, session, ssoUser } from "../attribute/shapes/records";

const HOME = { account: ACCOUNT, region: "eu-central-1" };
const acting = record("s3", "PutBucketPolicy", "02:10", session("deploy", "x"), {});

function answered(records: readonly TrailRecord[], gaps: readonly string[] = []) {
  return Promise.resolve({ records, gaps });
}

describe("sessionsBehind", () => {
  it("are the role sessions, each once, to be looked for around its creation", () => {
    assert.deepEqual(sessionsBehind([acting, acting], HOME), [
      { account: ACCOUNT, accessKeyId: "ASIADEPLOY", identity: acting.record.userIdentity, regions: ["eu-west-1", HOME.region, "us-east-1"], from: "2026-01-02T01:59:00Z", to: "2026-01-02T02:01:00Z" },
    ]);
  });

  it("are looked for last where global services record, wherever else the session acted", () => {
    const onRole = record("iam", "TagRole", "02:11", session("deploy", "x"), {}, { awsRegion: "us-east-1" });
    assert.deepEqual(sessionsBehind([onRole], HOME)[0]?.regions, [HOME.region, "us-east-1"]);
    for (const calls of [[onRole, acting], [acting, onRole]]) {
      assert.deepEqual(sessionsBehind(calls, HOME)[0]?.regions, ["eu-west-1", HOME.region, "us-east-1"]);
    }
  });

  it("are known by their principal and creation where the trail hides their key", () => {
    const hidden = record("s3", "PutBucketPolicy", "02:12", session("console", "x", { accessKeyId: undefined }), {});
    assert.deepEqual(sessionsBehind([hidden, hidden], HOME).map(({ accessKeyId, identity }) => [accessKeyId, identity.principalId]), [[undefined, "AROACONSOLE:x"]]);
    const nothing = record("s3", "PutBucketPolicy", "02:12", { type: "AssumedRole", principalId: "AROACONSOLE:x" }, {});
    assert.deepEqual(sessionsBehind([nothing], HOME), []);
  });

  it("are looked for last in the other regions in use", () => {
    assert.deepEqual(sessionsBehind([acting], HOME, ["us-east-1", "ap-southeast-2"])[0]?.regions, ["eu-west-1", HOME.region, "us-east-1", "ap-southeast-2"]);
  });

  it("are none for people who signed in themselves, by Identity Center too", () => {
    assert.deepEqual(sessionsBehind([alice, ssoUser("carol@example.com")].map((who) => record("s3", "PutBucketPolicy", "02:10", who, {})), HOME), []);
  });
});

describe("withoutOpener", () => {
  const handed = (identity: { readonly accessKeyId?: unknown; readonly principalId?: unknown }, at = "02:00") => record("sts", "AssumeRole", at, alice, {}, { responseElements: { credentials: { accessKeyId: identity.accessKeyId }, assumedRoleUser: { assumedRoleId: identity.principalId } } });

  it("leaves out whoever's key, or principal and moment of creation, one of the calls opened", () => {
    const [byKey, bySession] = [session("deploy", "x"), session("console", "y")];
    const acted = [byKey, bySession].map((who) => record("s3", "PutBucketPolicy", "02:10", who, {}));
    assert.deepEqual(withoutOpener(acted, [handed(byKey), handed({ ...bySession, accessKeyId: "ASIAANOTHER" }, "02:00:01")]), []);
  });

  it("keeps those that were opened at another moment, or under another name", () => {
    const made = session("console", "y");
    const acted = [record("s3", "PutBucketPolicy", "02:10", made, {})];
    assert.deepEqual(withoutOpener(acted, [handed({ ...made, accessKeyId: "ASIAANOTHER" }, "01:00"), handed({ principalId: "AROACONSOLE:z", accessKeyId: "ASIAANOTHER" })]), acted);
  });
});

describe("a role that only bears a name of Identity Center's", () => {
  it("is looked up like any other: its path is not the reserved one", () => {
    const made = session("AWSReservedSSO_Admin_0123456789abcdef", "alice@example.com");
    const impostor = { ...made, sessionContext: { sessionIssuer: { type: "Role", arn: "arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef", userName: "AWSReservedSSO_Admin_0123456789abcdef" }, attributes: { creationDate: "2026-01-02T02:00:00Z" } } };
    assert.equal(sessionsBehind([record("s3", "PutBucketPolicy", "02:10", impostor, {})], HOME).length, 1);
  });
});

describe("followSessions", () => {
  it("goes on to the session behind the session, and asks for each key until it is found", async () => {
    const behind = record("sts", "AssumeRole", "02:00", session("ci", "x"), {}, { awsRegion: "us-east-1" });
    const origin = record("sts", "AssumeRoleWithWebIdentity", "02:00", { type: "WebIdentityUser" }, {});
    const asked: SessionQuery[] = [];
    const findSession = (query: SessionQuery) => {
      asked.push(query);
      if (query.accessKeyId === "ASIADEPLOY") return answered(query.region === "us-east-1" ? [behind] : []);
      return answered([origin]);
    };
    const followed = await followSessions(findSession, [acting, acting], HOME);
    assert.deepEqual(followed, { records: [behind, origin], gaps: [] });
    assert.deepEqual(
      asked.map(({ region, accessKeyId = "" }) => `${accessKeyId} ${region}`),
      ["ASIADEPLOY eu-west-1", `ASIADEPLOY ${HOME.region}`, "ASIADEPLOY us-east-1", `ASIACI ${HOME.region}`],
    );
  });

  it("looks where else something was looked for, where the usual places do not know it", async () => {
    const origin = record("sts", "AssumeRoleWithSAML", "02:00", { type: "SAMLUser" }, {});
    const followed = await followSessions(({ region }) => answered(region === "ap-southeast-2" ? [origin] : []), [acting], HOME, ["ap-southeast-2"]);
    assert.deepEqual(followed.records, [origin]);
  });

  it("ends where sessions claim to make each other", async () => {
    const loop = record("sts", "AssumeRole", "02:00", session("deploy", "x"), {});
    assert.deepEqual(await followSessions(() => answered([loop]), [acting], HOME), { records: [loop], gaps: [] });
  });

  it("ends after four hops, however long the chain of sessions claims to be", async () => {
    let asked = 0;
    const endless = () => answered([record("sts", "AssumeRole", "02:00", session(`role${asked++}`, "x", {}, {}), {}, { awsRegion: "us-east-1" })]);
    const followed = await followSessions(endless, [record("s3", "PutBucketPolicy", "02:10", session("first", "x"), {}, { awsRegion: "us-east-1" })], HOME);
    assert.equal(followed.records.length, 4);
  });

  it("looks up fifty sessions, no more, and says so", async () => {
    const asked = new Set<string>();
    const sessions = Array.from({ length: 80 }, (_, n) => record("s3", "PutBucketPolicy", "02:10", session(`r${n}`, "x"), {}));
    const count = ({ accessKeyId = "" }: SessionQuery) => {
      asked.add(accessKeyId);
      return answered([]);
    };
    assert.deepEqual((await followSessions(count, sessions, HOME)).gaps, ["only 50 role sessions were looked up"]);
    assert.equal(asked.size, 50);
  });

  it("says what it could not look up, once a region", async () => {
    const followed = await followSessions(() => answered([], ["AccessDenied", "AccessDenied"]), [acting], HOME);
    assert.deepEqual(followed.gaps, ["eu-west-1: AccessDenied", `${HOME.region}: AccessDenied`, "us-east-1: AccessDenied"]);
  });
});
