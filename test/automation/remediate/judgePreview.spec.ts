import assert from "node:assert/strict";
import { stateResourceSchema } from "../../../automation/estate/deployment";
import type { Plan, PlannedStep } from "../../../automation/gate";
import { NOTHING_ALLOWED, type Allowances } from "../../../automation/remediate/allowances";
import { judgePreview } from "../../../automation/remediate/judgePreview";
import type { Target } from "../../../automation/remediate/remediationReport";
import type { JsonObject } from "../../../policypack/model";
import { URN } from "../../policypack/drifts";

const TYPE = "aws:sqs/queue:Queue";
const change = { urn: URN, type: TYPE, path: "visibilityTimeoutSeconds", fingerprint: "f-1", valueDigest: "v-1", recorded: 30, actual: 300, decision: { action: "revert", by: { rule: "r" } } } as const;
const target: Target = { urn: URN, type: TYPE, action: "revert", effect: "update", changes: [change], command: "", code: [] };
const recorded = stateResourceSchema.parse({ urn: URN, type: TYPE, inputs: { visibilityTimeoutSeconds: 30, tags: { a: "1" } } });

function step(planned: JsonObject, given: Partial<PlannedStep> = {}): PlannedStep {
  return { op: "update", urn: URN, type: TYPE, before: { inputs: { visibilityTimeoutSeconds: 300, tags: { a: "1" } }, outputs: {} }, planned, ...given };
}

function judge(steps: readonly PlannedStep[], given: Partial<Target> = {}, allowed: Partial<Allowances> = {}): string | undefined {
  const plan: Plan = { steps, refreshed: new Set(), violations: [] };
  return judgePreview({ ...target, ...given }, plan, recorded, { ...NOTHING_ALLOWED, ...allowed });
}

const asRecorded = { visibilityTimeoutSeconds: 30, tags: { a: "1" } };

describe("judgePreview", () => {
  it("lets an update pass that writes what is recorded, and nothing else", () => {
    assert.equal(judge([step(asRecorded)]), undefined);
  });

  it("does not mind what the engine only passes", () => {
    assert.equal(judge([step(asRecorded), step({}, { op: "same", urn: "urn:pulumi:prod::orders::aws:s3/bucket:Bucket::b" })]), undefined);
  });

  it("stops at a step of another resource", () => {
    assert.match(judge([step(asRecorded), step({}, { urn: "urn:pulumi:prod::orders::aws:s3/bucket:Bucket::b" })]) ?? "", /would update urn:.*::b as well/);
  });

  it("stops at code that waits on another property", () => {
    assert.match(judge([step({ ...asRecorded, tags: { a: "2" } })]) ?? "", /would write tags as well/);
    assert.match(judge([step({ visibilityTimeoutSeconds: 30 })]) ?? "", /would write tags as well/);
  });

  it("stops at code that waits on the same property", () => {
    assert.match(judge([step({ ...asRecorded, visibilityTimeoutSeconds: 45 })]) ?? "", /another visibilityTimeoutSeconds than the recorded one/);
  });

  it("stops where nothing would be done: the program has the actual value by now", () => {
    assert.match(judge([]) ?? "", /would do nothing/);
  });

  for (const [op, kind] of [["replace", "replace"], ["delete", "delete"]] as const) {
    it(`stops at ${op}, unless it is named`, () => {
      assert.match(judge([step(asRecorded, { op })]) ?? "", new RegExp(`would ${op} the resource`));
      assert.equal(judge([step(asRecorded, { op })], {}, { [kind]: new Set([URN]) }), undefined);
    });
  }

  it("lets a deleted resource be made again as it is recorded, and no otherwise", () => {
    const again: Partial<Target> = { effect: "create", changes: [{ ...change, path: "" }] };
    const made = (planned: JsonObject): PlannedStep => ({ op: "create", urn: URN, type: TYPE, planned });
    assert.equal(judge([made(asRecorded)], again), undefined);
    assert.match(judge([made({ ...asRecorded, tags: { a: "2" } })], again) ?? "", /another tags/);
    assert.notEqual(judge([made(asRecorded)]), undefined);
  });

  it("of what a refresh took into the state, asks for the value before the change", () => {
    const absorbed: Partial<Target> = { changes: [{ ...change, absorbed: true }] };
    assert.equal(judge([step(asRecorded)], absorbed), undefined);
    assert.match(judge([step({ ...asRecorded, visibilityTimeoutSeconds: 45 })], absorbed) ?? "", /has another value/);
  });

  it("stops where the preview failed, or a policy refuses", () => {
    assert.match(judgePreview(target, { steps: [], refreshed: new Set(), violations: [], problem: { code: "preview-failed", message: "no such luck" } }, recorded, NOTHING_ALLOWED) ?? "", /no such luck/);
    assert.match(judgePreview(target, { steps: [], refreshed: new Set(), violations: [{ event: "violation", pack: "p", policy: "q", urn: URN, message: "m" }] }, recorded, NOTHING_ALLOWED) ?? "", /policy q of p/);
  });
});
