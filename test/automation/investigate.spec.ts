import assert from "node:assert/strict";
import type { LookupAnswer, Trail, TrailAnswer, TrailRecord, Whereabouts } from "../../automation/audit";
import { deploymentSchema } from "../../automation/estate/deployment";
import type { StackAtRest } from "../../automation/estate";
import { investigate, type InvestigationContext } from "../../automation/investigate";
import type { AuditCoverage, FoundDrift } from "../../policypack/model";
import { ACCOUNT, drift, masker, REGION, summary } from "./attribute/shapes/drifts";
import { alice, record, session } from "./attribute/shapes/records";

const NOW = "2026-01-02T12:00:00.000Z";
const CREATED = "2025-12-01T00:00:00.000Z";
const MODIFIED = "2026-01-01T00:00:00.000Z";

const state: StackAtRest = {
  ref: { name: "acme/shop/prod", project: "shop", stack: "prod" },
  deployment: deploymentSchema.parse({ manifest: { time: "2025-11-01T00:00:00Z" } }),
  updates: [],
};

function bucket(name: string, more: Partial<FoundDrift["resource"]> = {}, told: Parameters<typeof drift>[1] = { path: "versioningConfiguration.status", actual: "Suspended" }): FoundDrift {
  const found = drift({ type: "aws:s3/bucketVersioning:BucketVersioning", identities: [name] }, told);
  return { ...found, resource: { ...found.resource, created: CREATED, modified: MODIFIED, ...more } };
}

const suspend = (name: string, at = "02:00", who = alice) => record("s3", "PutBucketVersioning", at, who, { bucketName: name, VersioningConfiguration: { Status: "Suspended" } });

function part(from: string, more: Partial<AuditCoverage> = {}): AuditCoverage {
  return { source: "lookup-events", account: ACCOUNT, region: REGION, from, to: NOW, events: 1, complete: true, gaps: [], ...more };
}

type Question = readonly ["lookUp", readonly string[], string] | readonly ["follow", number];

/** A trail that gives these answers, one a question, and then empty ones. There is nothing more after the last. */
function fakeTrail(answers: readonly Partial<LookupAnswer>[], followed: Partial<TrailAnswer> = {}) {
  const asked: Question[] = [];
  const whereabouts: Whereabouts[] = [];
  const answer = (from: string): LookupAnswer => ({ records: [], coverage: [part(from)], ended: asked.length >= answers.length, ...answers[asked.length - 1] });
  const lookUp = (resources: readonly Whereabouts[], from: string) => {
    asked.push(["lookUp", resources.flatMap(({ names }) => names), from]);
    whereabouts.push(...resources);
    return Promise.resolve(answer(from));
  };
  const follow = (records: readonly TrailRecord[]) => {
    asked.push(["follow", records.length]);
    return Promise.resolve({ records: [], coverage: [], ...followed });
  };
  const trail: Trail = { lookUp, follow, usage: () => ({ lookupRequests: 0, stsRequests: 0 }) };
  return { trail, asked, whereabouts };
}

function context(trails: readonly Trail[]): InvestigationContext {
  return { trails, deployPrincipals: [], masker, now: () => new Date(NOW) };
}

async function found(drifts: readonly FoundDrift[], ...trails: readonly Trail[]) {
  const { attributed, ...rest } = await investigate(state, drifts, context(trails));
  return { ...rest, attributed, summaries: attributed.flatMap((one) => one.changes.map(({ attribution }) => summary(attribution))) };
}

describe("investigate", () => {
  it("without a trail says of each change that nobody was asked", async () => {
    const { summaries, audit, window } = await found([bucket("app"), bucket("logs")]);
    assert.deepEqual([summaries, audit, window], [["nobody: not-asked", "nobody: not-asked"], [], undefined]);
  });

  const harmless: Readonly<Record<string, readonly FoundDrift[]>> = {
    "nothing drifted": [],
    "only noise drifted": [bucket("app", {}, { path: "tagsAll", actual: {}, noise: { rule: "aws-computed", reason: "AWS sets it" } })],
    "nothing of AWS drifted": [drift({ type: "random:index/randomId:RandomId", identities: ["x"] }, { path: "keepers", actual: "a" })],
  };
  for (const [what, drifts] of Object.entries(harmless)) {
    it(`asks nothing where ${what}`, async () => {
      const { trail, asked } = fakeTrail([]);
      const { audit, window, attributed } = await found(drifts, trail);
      assert.deepEqual([asked, audit, window, attributed.length], [[], [], undefined, drifts.length]);
    });
  }

  it("says where and what to look for, and asks for no more where the first answer explains everything", async () => {
    const { trail, asked, whereabouts } = fakeTrail([{ records: [suspend("app"), suspend("logs")], ended: false }]);
    const { summaries, window, audit } = await found([bucket("app"), bucket("logs")], trail);
    assert.deepEqual(summaries, ["proven PutBucketVersioning by alice", "proven PutBucketVersioning by alice"]);
    assert.deepEqual(asked, [["lookUp", ["app", "logs"], CREATED], ["follow", 2]]);
    assert.deepEqual(whereabouts[0], {
      account: ACCOUNT,
      region: REGION,
      names: ["app"],
      services: ["s3.amazonaws.com", "s3-control.amazonaws.com", "tagging.amazonaws.com"],
      operations: ["PutBucketVersioning"],
      since: CREATED,
    });
    assert.deepEqual(window, { from: CREATED, to: NOW, basis: "created" });
    assert.deepEqual(audit, [part(CREATED)]);
  });

  it("goes on, step by step, for what is not explained, and for nothing else", async () => {
    const { trail, asked } = fakeTrail([{ records: [suspend("app")], ended: false }, { ended: false }, { records: [suspend("logs", "01:00")], ended: false }]);
    const { summaries } = await found([bucket("app"), bucket("logs", { created: "2025-12-20T00:00:00.000Z" })], trail);
    assert.deepEqual(summaries, ["proven PutBucketVersioning by alice", "proven PutBucketVersioning by alice"]);
    const younger = "2025-12-20T00:00:00.000Z";
    assert.deepEqual(asked, [["lookUp", ["app", "logs"], CREATED], ["lookUp", ["logs"], younger], ["lookUp", ["logs"], younger], ["follow", 2]]);
  });

  it("goes on where whoever was found is only possibly the one", async () => {
    const setBack = record("s3", "PutBucketVersioning", "03:00", alice, { bucketName: "app", VersioningConfiguration: { Status: "Enabled" } });
    const { trail, asked } = fakeTrail([{ records: [suspend("app"), setBack] , ended: false }]);
    const { summaries } = await found([bucket("app")], trail);
    assert.deepEqual(summaries, ["possible PutBucketVersioning by alice"]);
    assert.deepEqual(asked.map(([kind]) => kind), ["lookUp", "lookUp", "follow"]);
  });

  it("believes a complete reading that found nobody", async () => {
    const { trail, asked } = fakeTrail([]);
    const { summaries } = await found([bucket("app")], trail);
    assert.deepEqual(summaries, ["nobody: too-recent"]);
    assert.deepEqual(asked, [["lookUp", ["app"], CREATED], ["follow", 0]]);
  });

  it("says once what covers an account and region, the latest reading, and keeps the others", async () => {
    const other = part(MODIFIED, { region: "us-east-1" });
    const elsewhere = part(MODIFIED, { account: "999988887777" });
    const further = part(CREATED, { events: 7 });
    const { trail } = fakeTrail([{ coverage: [part(MODIFIED), other, elsewhere], ended: false }, { coverage: [further] }]);
    assert.deepEqual((await found([bucket("app")], trail)).audit, [other, elsewhere, further]);
  });

  it("takes the state's time where it does not tell when a resource was made, and all time where nothing tells", async () => {
    const { trail, asked } = fakeTrail([{ records: [suspend("app")] }]);
    const known = drift({ type: "aws:s3/bucketVersioning:BucketVersioning", identities: ["app"] }, { path: "versioningConfiguration.status", actual: "Suspended" });
    await found([known], trail);
    await investigate({ ...state, deployment: deploymentSchema.parse({}) }, [known], context([trail]));
    assert.deepEqual(asked.filter(([kind]) => kind === "lookUp").map((question) => question[2]).slice(0, 2), ["2025-11-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"]);
  });

  it("takes a time of the state that is none for all time", async () => {
    const { trail, asked } = fakeTrail([{ records: [suspend("app")] }]);
    const known = drift({ type: "aws:s3/bucketVersioning:BucketVersioning", identities: ["app"] }, { path: "versioningConfiguration.status", actual: "Suspended" });
    await investigate({ ...state, deployment: deploymentSchema.parse({ manifest: { time: "yesterday" } }) }, [known], context([trail]));
    assert.equal(asked[0]?.[2], "1970-01-01T00:00:00.000Z");
  });

  describe("with a second trail", () => {
    const gap = part("2026-01-01T00:00:00Z", { complete: false, gaps: ["older than 90 days"] });
    const files = part(CREATED, { source: "trail-files" });

    it("asks it for what the first could not explain, and for nothing else", async () => {
      const first = fakeTrail([{ records: [suspend("app")], coverage: [gap] }]);
      const second = fakeTrail([{ records: [suspend("logs")], coverage: [files] }]);
      const { summaries, audit } = await found([bucket("app"), bucket("logs")], first.trail, second.trail);
      assert.deepEqual(summaries, ["proven PutBucketVersioning by alice", "proven PutBucketVersioning by alice"]);
      assert.deepEqual(second.asked, [["lookUp", ["logs"], CREATED]]);
      assert.deepEqual(audit, [gap, files]);
    });

    it("asks it nothing where the first explains everything", async () => {
      const first = fakeTrail([{ records: [suspend("app")] }]);
      const second = fakeTrail([]);
      await found([bucket("app")], first.trail, second.trail);
      assert.deepEqual(second.asked, []);
    });

    it("is sure that nothing happened where one of both reaches back", async () => {
      const first = fakeTrail([{ coverage: [gap], ended: true }, { coverage: [gap] }]);
      const second = fakeTrail([{ coverage: [files] }]);
      const { attributed, audit } = await found([bucket("app")], first.trail, second.trail);
      assert.deepEqual(audit, [gap, files]);
      assert.partialDeepStrictEqual(attributed[0]?.changes[0]?.attribution, { confidence: "none", reason: "no-event" });
    });

    it("follows a session there that the first does not know", async () => {
      const made = session("admin", "x");
      const assume = record("sts", "AssumeRole", "02:00", alice, { roleArn: made["arn"] }, { readOnly: true, responseElements: { credentials: { accessKeyId: made["accessKeyId"] }, assumedRoleUser: { assumedRoleId: made["principalId"] } } });
      const first = fakeTrail([{ records: [suspend("app", "02:05", made)] }]);
      const second = fakeTrail([], { records: [assume] });
      const { summaries } = await found([bucket("app")], first.trail, second.trail);
      assert.deepEqual([summaries, second.asked], [["proven PutBucketVersioning by alice"], [["follow", 1]]]);
    });
  });

  describe("sessions", () => {
    const made = session("admin", "x");
    const assume = record("sts", "AssumeRole", "02:00", alice, { roleArn: made["arn"] }, { readOnly: true, responseElements: { credentials: { accessKeyId: made["accessKeyId"] }, assumedRoleUser: { assumedRoleId: made["principalId"] } } });

    it("are followed behind the calls that won only, and lead to the person", async () => {
      const won = suspend("app", "02:05", made);
      const { trail, asked } = fakeTrail([{ records: [suspend("app", "02:01", session("other", "y")), won, suspend("unrelated", "02:06", session("third", "z"))] }], { records: [assume] });
      const { summaries } = await found([bucket("app")], trail);
      assert.deepEqual(asked, [["lookUp", ["app"], CREATED], ["follow", 1]]);
      assert.deepEqual(summaries, ["proven PutBucketVersioning by alice"]);
    });

    it("that could not be looked up are said in the coverage, beside what was read", async () => {
      const gap = part(NOW, { complete: false, gaps: ["sessions: us-east-1: AccessDenied"], events: 0 });
      const { trail } = fakeTrail([{ records: [suspend("app", "02:05", made)] }], { coverage: [gap] });
      assert.deepEqual((await found([bucket("app")], trail)).audit, [part(CREATED), gap]);
    });
  });
});
