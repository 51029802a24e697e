import assert from "node:assert/strict";
import fc from "fast-check";
import { touches, whyRefused } from "../../../automation/gate/judgeStep";
import type { PlannedStep } from "../../../automation/gate/planEvent";
import type { JsonObject } from "../../../policypack/model";
import { entryWith, URN } from "../../policypack/drifts";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

/** A step on the queue, whose recorded timeout is 30 while the held one is 300. */
function step(op: string, before: JsonObject = {}, planned: JsonObject = {}, touched?: readonly string[]): PlannedStep {
  return { op, urn: URN, type: "aws:sqs/queue:Queue", before: { inputs: before, outputs: {} }, planned, ...(touched && { touched }) };
}

describe("whether a step may happen while a change of its resource is held", () => {
  const held = entryWith();

  for (const op of ["same", "read", "import"]) {
    it(`may, given ${op}, which changes nothing in the cloud`, () => {
      assert.equal(whyRefused(step(op), held, false), undefined);
    });
  }

  it("may not, given a deletion, a replacement, or an operation of an engine that is not known yet", () => {
    assert.deepEqual(["delete", "replace", "transmute"].map((op) => whyRefused(step(op), held, false)), ["deletes", "replaces", "replaces"]);
  });

  it("may, given an update whose plan has the actual value", () => {
    assert.equal(whyRefused(step("update", { visibilityTimeoutSeconds: 30 }, { visibilityTimeoutSeconds: 300 }, ["visibilityTimeoutSeconds"]), held, false), undefined);
  });

  it("may not, given an update that writes the held property", () => {
    assert.equal(whyRefused(step("update", { visibilityTimeoutSeconds: 30 }, { visibilityTimeoutSeconds: 45 }, ["visibilityTimeoutSeconds"]), held, false), "writes");
  });

  it("may not, given an update of another property without a refresh: the provider may send the recorded value along", () => {
    assert.equal(whyRefused(step("update", { visibilityTimeoutSeconds: 30 }, { visibilityTimeoutSeconds: 30 }, ["tags"]), held, false), "may-send-whole");
  });

  it("may, given an update of another property after a refresh: what is sent besides is there already", () => {
    assert.equal(whyRefused(step("update", { visibilityTimeoutSeconds: 30 }, { visibilityTimeoutSeconds: 30 }, ["tags"]), held, true), undefined);
  });

  describe("where the provider says only that something differs", () => {
    it("compares the inputs before and after", () => {
      assert.equal(whyRefused(step("update", { visibilityTimeoutSeconds: 300 }, { visibilityTimeoutSeconds: 30 }), held, true), "writes");
      assert.equal(whyRefused(step("update", { visibilityTimeoutSeconds: 45, delaySeconds: 1 }, { visibilityTimeoutSeconds: 45, delaySeconds: 2 }), held, true), undefined);
    });

    it("takes a secret, which cannot be compared, for written", () => {
      const secret = entryWith({ path: "value", recorded: { secret: true, digest: "a" }, actual: { secret: true, digest: "b" } });
      assert.equal(whyRefused(step("update", { value: SECRET, tier: "Standard" }, { value: SECRET, tier: "Advanced" }), secret, true), "writes");
    });

    it("takes a value that cannot be seen on one side for written", () => {
      assert.equal(whyRefused({ op: "update", urn: URN, type: "aws:sqs/queue:Queue", planned: {} }, held, true), "writes");
    });
  });

  describe("given a held element of a set", () => {
    const rule = (port: number) => ({ fromPort: port, toPort: port });
    const added = entryWith({ path: "ingress[1]", recorded: undefined, actual: rule(22) });
    const removed = entryWith({ path: "ingress[0]", recorded: rule(9100), actual: undefined });

    it("may, where the plan has the element at whatever place", () => {
      assert.equal(whyRefused(step("update", { ingress: [rule(443)] }, { ingress: [rule(22), rule(443)] }, ["ingress[0]"]), added, false), undefined);
    });

    it("may not, where the plan lacks what was added, or has what was removed", () => {
      assert.equal(whyRefused(step("update", { ingress: [rule(443), rule(22)] }, { ingress: [rule(443)] }, ["ingress[1]"]), added, true), "writes");
      assert.equal(whyRefused(step("update", { ingress: [rule(443)] }, { ingress: [rule(443), rule(9100)] }, ["ingress[1]"]), removed, true), "writes");
    });
  });

  describe("given a held deletion", () => {
    const gone = entryWith({ path: "", actual: undefined });

    it("may not make the resource again, in whatever way", () => {
      assert.deepEqual(["create", "update", "replace"].map((op) => whyRefused(step(op), gone, true)), ["recreates", "recreates", "recreates"]);
    });

    it("may take it out of the state", () => {
      assert.equal(whyRefused(step("delete"), gone, false), undefined);
    });
  });

  it("may create a resource whose changed property was held: what had it is gone already", () => {
    assert.equal(whyRefused(step("create"), held, true), undefined);
  });
});

describe("whether an update writes a property", () => {
  const name = fc.constantFrom("a", "b", "c", "x.y", "k8s.io/z");
  const path = fc.array(fc.oneof(name.map((key) => `[${JSON.stringify(key)}]`), fc.nat(3).map((index) => `[${index}]`)), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));

  it("is so of every part of what is written, of all that it is a part of, and of itself", () => {
    fc.assert(
      fc.property(path, path, (outer, inner) => {
        const writing = (touched: string) => step("update", {}, {}, [touched]);
        assert.ok(touches(writing(outer), outer));
        assert.ok(touches(writing(outer), `${outer}${inner}`));
        assert.ok(touches(writing(`${outer}${inner}`), outer));
      }),
    );
  });

  it("is so whatever else is written", () => {
    fc.assert(
      fc.property(path, fc.array(path), (held, others) => {
        assert.ok(touches(step("update", {}, {}, [...others, held]), held));
      }),
    );
  });

  it("is not so of a neighbour", () => {
    assert.ok(!touches(step("update", {}, {}, ["tags.owner", "tagsAll"]), "tags.note"));
  });

  it("goes by the text where it is no property path", () => {
    assert.ok(touches(step("update", {}, {}, ["a..b"]), "a..b"));
    assert.ok(!touches(step("update", {}, {}, ["a..b"]), "a..c"));
  });
});
