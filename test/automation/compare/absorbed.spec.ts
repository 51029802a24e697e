import assert from "node:assert/strict";
import fc from "fast-check";
import { withAbsorbed } from "../../../automation/compare/absorbed";
import { compareStack } from "../../../automation/compare/compareStack";
import type { Masker } from "../../../automation/compare/masker";
import type { StackAtRest } from "../../../automation/estate/stack";
import { openDriftOf } from "../../../automation/ledger/openDrift";
import { openDriftEntrySchema, type FoundChange, type FoundDrift, type JsonObject, type OpenDrift } from "../../../policypack/model";
import { attributed, hold } from "../../policypack/drifts";
import { masker, observe, SECRET, STACK, stackOf, urnOf, type Case } from "./observed";

const QUEUE: Case = { type: "aws:sqs/queue:Queue", inputs: { visibilityTimeoutSeconds: 30 }, state: { modified: "2026-02-01T00:00:00Z" } };
const LIVE: Case["live"] = { inputs: { visibilityTimeoutSeconds: 300 } };
const GROUP: Case = { type: "aws:ec2/securityGroup:SecurityGroup", inputs: { ingress: [rule(443, "10.0.0.0/8"), rule(9100, "10.20.0.0/16")] } };

function rule(port: number, ...cidrBlocks: string[]): JsonObject {
  return { protocol: "tcp", fromPort: port, toPort: port, cidrBlocks };
}

/** What the scan of last night wrote of these, and what it told. */
function lastNight(cases: readonly Case[], by: Masker): { readonly drifts: readonly FoundDrift[]; readonly open: OpenDrift } {
  const observations = cases.map(observe);
  const stack = stackOf(observations);
  const { drifts, resources } = compareStack(stack, { observations }, by, new Set());
  const decided = drifts.map((drift) => ({ ...drift, changes: drift.changes.map((change) => ({ ...change, attribution: attributed, decision: hold })) }));
  const report = { stack: STACK, status: "drifted" as const, resources, audit: [], drifts: decided };
  return { drifts, open: openDriftOf({ report, resources: stack.deployment.resources, now: new Date("2026-03-01T02:00:00Z") }) };
}

/** The same, after a refresh has recorded what is there. */
function refreshed({ type, name = "it", inputs = {}, live, state }: Case): Case {
  return { type, name, inputs, ...live, state: { ...state, modified: "2026-03-01T09:00:30.5Z" } };
}

const REFRESH = { kind: "refresh", from: "2026-03-01T09:00:00.000Z", to: "2026-03-01T09:01:00.000Z", result: "succeeded" } as const;

function tonight(cases: readonly Case[], last: OpenDrift | undefined, by: Masker, given: Partial<StackAtRest> = {}): readonly FoundDrift[] {
  const observations = cases.map(observe);
  const stack: StackAtRest = { ...stackOf(observations), updates: [REFRESH], ...given };
  return withAbsorbed(stack, observations, compareStack(stack, { observations }, by, new Set()), last, by);
}

function absorbedOf(yesterday: Case, today: Case): FoundChange | undefined {
  const by = masker();
  return tonight([today], lastNight([yesterday], by).open, by)[0]?.changes[0];
}

describe("withAbsorbed", () => {
  it("tells a change that a refresh took into the state as it was told before: what the program says, and what is there", () => {
    const yesterday = { ...QUEUE, live: LIVE };
    const by = masker();
    const { drifts, open } = lastNight([yesterday], by);
    const [drift] = tonight([refreshed(yesterday)], open, by);
    assert.equal(drift?.kind, "modified");
    assert.deepEqual(drift.changes, [{ ...drifts[0]?.changes[0], absorbed: { at: REFRESH.to, certain: true } }]);
    assert.equal(drift.resource.modified, "2026-03-01T09:00:30.500Z");
  });

  it("says nothing where the change was reverted in the cloud, whatever was refreshed", () => {
    assert.equal(absorbedOf({ ...QUEUE, live: LIVE }, { ...QUEUE, state: { modified: "2026-03-01T09:00:30Z" } }), undefined);
  });

  it("tells the drift and no absorption where another value is there by now", () => {
    const [first, ...more] = tonight([{ ...refreshed({ ...QUEUE, live: LIVE }), live: { inputs: { visibilityTimeoutSeconds: 7 } } }], lastNight([{ ...QUEUE, live: LIVE }], masker()).open, masker())[0]?.changes ?? [];
    assert.deepEqual([first?.expected, first?.actual, first?.absorbed, more], [300, 7, undefined, []]);
  });

  it("finds the elements of a set wherever they stand now", () => {
    const yesterday: Case = { ...GROUP, live: { inputs: { ingress: [rule(443, "10.0.0.0/8"), rule(22, "0.0.0.0/0"), rule(9100, "10.20.0.0/16", "10.30.0.0/16")] } } };
    const by = masker();
    const { drifts, open } = lastNight([yesterday], by);
    const taken = refreshed({ ...yesterday, live: { inputs: { ingress: [rule(9100, "10.30.0.0/16", "10.20.0.0/16"), rule(22, "0.0.0.0/0"), rule(443, "10.0.0.0/8")] } } });
    const found = tonight([taken], open, by).flatMap(({ changes }) => changes);
    assert.deepEqual(found.map(({ fingerprint, severity, opensAccess }) => [fingerprint, severity, opensAccess]), drifts.flatMap(({ changes }) => changes).map(({ fingerprint, severity, opensAccess }) => [fingerprint, severity, opensAccess]));
    assert.equal(found.length, 2);
  });

  it("tells an element that was taken away, and not once it is back", () => {
    const yesterday: Case = { ...GROUP, live: { inputs: { ingress: [rule(443, "10.0.0.0/8")] } } };
    assert.deepEqual([absorbedOf(yesterday, refreshed(yesterday))?.kind, absorbedOf(yesterday, refreshed(yesterday))?.expected], ["removed", rule(9100, "10.20.0.0/16")]);
    assert.equal(absorbedOf(yesterday, { ...GROUP, state: { modified: "2026-03-01T09:00:30Z" } }), undefined);
  });

  it("finds a value that is masked by its digest, and shows it no more than before", () => {
    const parameter: Case = { type: "aws:ssm/parameter:Parameter", inputs: { type: "SecureString", value: "first-password" }, live: { inputs: { type: "SecureString", value: "second-password" } } };
    const change = absorbedOf(parameter, refreshed(parameter));
    assert.equal(change?.absorbed?.certain, true);
    assert.ok(!JSON.stringify(change).includes("password"));
  });

  it("says perhaps of a secret that is encrypted, where a refresh recorded its resource", () => {
    const parameter: Case = { type: "aws:ssm/parameter:Parameter", inputs: { value: SECRET }, outputs: { value: SECRET }, live: { inputs: { value: "second-password" } }, diff: { value: "update" } };
    const today: Case = { type: parameter.type, inputs: { value: { ...SECRET, ciphertext: "v1:two" } }, state: { modified: "2026-03-01T09:00:30Z" } };
    assert.deepEqual(absorbedOf(parameter, today)?.absorbed, { at: REFRESH.to, certain: false });
    assert.equal(absorbedOf(parameter, { ...parameter, state: { modified: "2026-03-01T09:00:30Z" } })?.absorbed, undefined);
  });

  it("marks an addition that a refresh has recorded among the outputs only, where it stays a drift", () => {
    const tags = { app: "shop" };
    const more = { ...tags, note: "x" };
    const yesterday: Case = { ...QUEUE, inputs: { tags }, live: { inputs: { tags: more } }, diff: { "tags.note": "add" } };
    const today: Case = { ...yesterday, outputs: { tags: more }, live: { inputs: { tags: more } }, state: { modified: "2026-03-01T09:00:30Z" } };
    assert.deepEqual(absorbedOf(yesterday, yesterday)?.absorbed, undefined);
    assert.deepEqual([absorbedOf(yesterday, today)?.path, absorbedOf(yesterday, today)?.absorbed], ["tags.note", { at: REFRESH.to, certain: true }]);
  });

  it("keeps that reverting would replace the resource", () => {
    const yesterday: Case = { ...QUEUE, inputs: { fifoQueue: false }, live: { inputs: { fifoQueue: true } }, diff: { fifoQueue: "update-replace" } };
    assert.equal(absorbedOf(yesterday, refreshed(yesterday))?.replaces, true);
  });

  describe("given a deletion", () => {
    const by = masker();
    const { drifts, open } = lastNight([{ ...QUEUE, live: null }, { ...QUEUE, name: "other" }], by);
    const rest: Case = { ...QUEUE, name: "other" };

    it("tells it with all that is known of the resource, which the state has no more", () => {
      assert.deepEqual(tonight([rest], open, by), [{ resource: drifts[0]?.resource, kind: "deleted", changes: [{ ...drifts[0]?.changes[0], absorbed: { at: REFRESH.to, certain: true } }] }]);
    });

    it("tells it from an older file, too, and then no more than name and type", () => {
      const older = { ...open, entries: open.entries.map((entry) => openDriftEntrySchema.parse({ ...entry, resource: undefined })) };
      assert.deepEqual(tonight([rest], older, by)[0]?.resource, { urn: urnOf(QUEUE), type: QUEUE.type, name: "it", id: "", identities: [] });
    });

    it("says nothing of it where the resource is there again, or an up has taken it out of the state", () => {
      assert.deepEqual(tonight([QUEUE, rest], open, by), []);
      assert.deepEqual(tonight([rest], open, by, { updates: [{ ...REFRESH, kind: "update" }] }), []);
    });
  });

  it("leaves what was not checked to the last scan's word", () => {
    const by = masker();
    const { open } = lastNight([{ ...QUEUE, live: LIVE }, { ...QUEUE, name: "gone", live: null }], by);
    const resources = [QUEUE, refreshed({ ...QUEUE, live: LIVE })].flatMap((one) => stackOf([observe(one)]).deployment.resources);
    const stack = { ...stackOf([]), deployment: { resources }, updates: [REFRESH] };
    const nothing = [{ outcome: "unchecked" as const, urn: urnOf(QUEUE), reason: "denied" }];
    assert.deepEqual(withAbsorbed(stack, nothing, compareStack(stack, { observations: nothing }, by, new Set()), open, by), []);
  });

  it("knows nothing without an earlier scan", () => {
    assert.deepEqual(tonight([refreshed({ ...QUEUE, live: LIVE })], undefined, masker()), []);
  });

  const values = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.array(fc.string({ maxLength: 4 }), { maxLength: 3 }));
  const inputs = fc.dictionary(fc.constantFrom("name", "tags", "ingress", "cidrBlocks", "rules", "a.b", 'q"x'), fc.oneof(values, fc.dictionary(fc.string({ maxLength: 4 }), values, { maxKeys: 3 })));

  it("law: what was declared drift is absorbed after a refresh, every change of it, and nothing is where it was reverted", () => {
    fc.assert(
      fc.property(inputs, inputs, (expected, actual) => {
        const by = masker();
        const yesterday: Case = { type: "acme:index:Thing", inputs: expected, live: { inputs: actual } };
        const { open } = lastNight([yesterday], by);
        const taken = tonight([refreshed(yesterday)], open, by).flatMap(({ changes }) => changes.map(({ fingerprint }) => fingerprint));
        const told = open.entries.filter(({ path, recorded, actual: value }) => path !== "" && (recorded !== undefined || value !== undefined));
        assert.deepEqual(new Set(taken), new Set(told.map(({ fingerprint }) => fingerprint)));
        const reverted = tonight([{ type: yesterday.type, inputs: expected, state: { modified: "2026-03-01T09:00:30Z" } }], open, by);
        assert.deepEqual(reverted, []);
      }),
      { numRuns: 100 },
    );
  }).timeout(10_000);
});
