import assert from "node:assert/strict";
import { Masker } from "../../../automation/compare";
import type { PlannedStep } from "../../../automation/gate/planEvent";
import { screenPlan } from "../../../automation/gate/plannedValues";
import type { Json, JsonObject } from "../../../policypack/model";
import { entryWith, URN } from "../../policypack/drifts";

const MASKED = { secret: true, digest: "0011223344556677" };

function step(planned: JsonObject, given: Partial<PlannedStep> = {}): PlannedStep {
  return { op: "update", urn: URN, type: "aws:sqs/queue:Queue", before: { inputs: {}, outputs: {} }, planned, ...given };
}

function plannedAt(path: string, planned: JsonObject, { others = [], ...given }: Partial<PlannedStep> & { readonly others?: readonly PlannedStep[] } = {}, entry = entryWith({ path })): Json | undefined {
  const one = step(planned, given);
  return screenPlan([one, ...others], new Masker(new Uint8Array(32).fill(7))).plannedValue(one, entry);
}

describe("what a step would put where a change is held", () => {
  it("is the planned value, and nothing where there will be none", () => {
    assert.equal(plannedAt("delaySeconds", { delaySeconds: 9 }), 9);
    assert.equal(plannedAt('tags["k8s.io/x"]', { tags: { "k8s.io/x": "y" } }), "y");
    assert.equal(plannedAt("ingress[1].fromPort", { ingress: [{ fromPort: 1 }, { fromPort: 2 }] }), 2);
    assert.equal(plannedAt("delaySeconds", {}), undefined);
    assert.equal(plannedAt("", { delaySeconds: 9 }), undefined);
  });

  it("is said to be unknown where another resource has yet to tell it", () => {
    assert.equal(plannedAt("kmsMasterKeyId", { kmsMasterKeyId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }), "«known only in the up»");
  });

  it("is no secret: marked, well known, by its name, held as one, or one that stands elsewhere in the plan", () => {
    const shown = [
      plannedAt("value", { value: "CANARY-in-plain-text" }, { type: "aws:ssm/parameter:Parameter", before: { inputs: { value: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" } }, outputs: {} } }),
      plannedAt("masterPassword", { masterPassword: "CANARY-password" }, { type: "aws:docdb/cluster:Cluster" }),
      plannedAt("tags.apiKey", { tags: { apiKey: "CANARY-key" } }),
      plannedAt("note", { note: "CANARY-held" }, {}, entryWith({ path: "note", actual: MASKED })),
      plannedAt("note", { note: "CANARY-input" }, {}, entryWith({ path: "note", secretInputs: ["note"] })),
      plannedAt("note", { note: "see CANARY-password" }, { others: [step({ password: "CANARY-password" }, { type: "aws:rds/instance:Instance", urn: `${URN}-db` })] }),
    ];
    assert.ok(shown.every((value) => value !== undefined && !JSON.stringify(value).includes("CANARY")), JSON.stringify(shown));
  });
});

describe("whether a policy's words may be repeated", () => {
  const plain = step({}, { urn: "plain" });
  const secret = step({ password: "CANARY" }, { urn: "secret", type: "aws:rds/instance:Instance" });
  const root = step({}, { urn: "root", type: "pulumi:pulumi:Stack" });
  const ask = (steps: readonly PlannedStep[]) => screenPlan(steps, new Masker(new Uint8Array(32))).mayQuote;

  it("is so of a resource without secrets, and not of one with them, of the stack as a whole, or of who knows what", () => {
    assert.deepEqual(["plain", "secret", "root", "elsewhere"].map(ask([plain, secret, root])), [true, false, false, false]);
  });

  it("is so of everything where the plan has no secret", () => {
    assert.deepEqual(["plain", "root", "elsewhere"].map(ask([plain, root])), [true, true, true]);
  });
});
