import assert from "node:assert/strict";
import { readPlanEvent } from "../../../automation/gate/planEvent";

const URN = "urn:pulumi:prod::shop::aws:sqs/queue:Queue::orders";
const state = { urn: URN, inputs: { delaySeconds: 0 }, outputs: { arn: "arn" } };

function pre(metadata: object): unknown {
  return { resourcePreEvent: { metadata: { urn: URN, type: "aws:sqs/queue:Queue", ...metadata } } };
}

function stepIn(raw: unknown) {
  const event = readPlanEvent(raw);
  return event?.event === "step" ? event.step : assert.fail("it is no step");
}

describe("the events of a preview", () => {
  it("tell what a step would write, by the provider's own words", () => {
    const step = stepIn(pre({ op: "update", old: state, new: { ...state, inputs: { delaySeconds: 9 } }, diffs: ["delaySeconds"], detailedDiff: { "tags.a": { diffKind: "add" } } }));
    assert.deepEqual(step, { op: "update", urn: URN, type: "aws:sqs/queue:Queue", before: { inputs: state.inputs, outputs: state.outputs }, planned: { delaySeconds: 9 }, touched: ["tags.a"] });
  });

  it("tell the names of properties where there is no more", () => {
    assert.deepEqual(stepIn(pre({ op: "update", old: state, new: state, diffs: ["delaySeconds"], detailedDiff: null })).touched, ["delaySeconds"]);
    assert.equal(stepIn(pre({ op: "update", old: state, new: state, detailedDiff: {} })).touched, undefined);
  });

  it("tell both halves of a replacement as one step, and not what it leaves", () => {
    assert.deepEqual(["create-replacement", "replace"].map((op) => stepIn(pre({ op, old: state, new: state })).op), ["replace", "replace"]);
    assert.equal(readPlanEvent(pre({ op: "delete-replaced", old: { ...state, delete: true } })), undefined);
  });

  it("tell by which URN the state knows a resource that an alias renamed", () => {
    assert.equal(stepIn(pre({ op: "same", old: { ...state, urn: `${URN}-before` }, new: state })).formerUrn, `${URN}-before`);
  });

  it("tell which resources were looked at in the cloud first", () => {
    assert.equal(readPlanEvent(pre({ op: "refresh", old: state, new: state })), undefined);
    assert.deepEqual(readPlanEvent({ resOutputsEvent: { metadata: { op: "refresh", urn: URN } } }), { event: "refreshed", urn: URN });
  });

  it("tell mandatory violations and errors, and nothing else", () => {
    const policyEvent = { resourceUrn: URN, message: "no", policyName: "p", policyPackName: "pack", enforcementLevel: "mandatory" };
    assert.deepEqual(readPlanEvent({ policyEvent }), { event: "violation", pack: "pack", policy: "p", urn: URN, message: "no" });
    assert.equal(readPlanEvent({ policyEvent: { ...policyEvent, enforcementLevel: "advisory" } }), undefined);
    assert.deepEqual(readPlanEvent({ diagnosticEvent: { severity: "error", message: "boom" } }), { event: "error", message: "boom" });
    assert.equal(readPlanEvent({ diagnosticEvent: { severity: "warning", message: "hm" } }), undefined);
    assert.equal(readPlanEvent({ summaryEvent: {} }), undefined);
  });

  it("are refused where a step cannot be read, rather than taken for none", () => {
    assert.throws(() => readPlanEvent(pre({ op: 7 })));
    assert.throws(() => readPlanEvent("no event"));
  });
});
