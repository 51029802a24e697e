import assert from "node:assert/strict";
import { byName, byOperation, planLookups, type Standing, type Wanted } from "../../../automation/audit/planLookups";

const SINCE = 1_000;
const wanted = (more: Partial<Wanted> = {}): Wanted => ({ since: SINCE, names: ["id", "arn"], isListed: false, ...more });

/** Nothing has been read, and to sweep it all is not affordable. */
function standing(more: Partial<Standing> = {}): Standing {
  return { sweepTo: () => Infinity, read: () => 1, spent: 0, recently: SINCE, ...more };
}

/** These have been read. */
const after = (...read: readonly string[]): Standing["read"] => ({ AttributeValue = "" }) => (read.includes(AttributeValue) ? 0 : 1);

describe("planLookups", () => {
  it("is done where a sweep has reached back far enough", () => {
    assert.deepEqual(planLookups([wanted()], standing({ sweepTo: () => 0 })), { kind: "done" });
  });

  it("sweeps where that is not dearer than the questions of all resources together", () => {
    const two = [wanted(), wanted({ names: ["other", "other's arn"] })];
    assert.deepEqual(planLookups(two, standing({ sweepTo: () => 4 })), { kind: "sweep", since: SINCE });
    assert.equal(planLookups(two, standing({ sweepTo: () => 5 })).kind, "ask");
  });

  it("counts what was spent on questions before for the sweep", () => {
    assert.equal(planLookups([wanted()], standing({ sweepTo: () => 5, spent: 3 })).kind, "sweep");
  });

  it("asks for one name after the other, and for no more than one where it is what the service lists", () => {
    assert.deepEqual(planLookups([wanted()], standing()), { kind: "ask", attributes: [byName("id")] });
    assert.deepEqual(planLookups([wanted()], standing({ read: after("id") })), { kind: "ask", attributes: [byName("arn")] });
    assert.equal(planLookups([wanted({ isListed: true })], standing({ sweepTo: () => 2 })).kind, "ask");
  });

  it("asks for all operations together where they are no more than the names, and shares them among resources", () => {
    const one = wanted({ operations: ["Put", "Delete"] });
    assert.deepEqual(planLookups([one, { ...one, names: ["x", "y"] }], standing()), { kind: "ask", attributes: [byOperation("Put"), byOperation("Delete")] });
    assert.deepEqual(planLookups([wanted({ operations: ["Put", "Delete", "Reset"] })], standing()), { kind: "ask", attributes: [byName("id")] });
  });

  it("is done where all that can have changed it has been read, whatever its names", () => {
    assert.deepEqual(planLookups([wanted({ operations: ["Put"] })], standing({ read: after("Put") })), { kind: "done" });
  });

  it("falls back on the names where an operation cannot be read", () => {
    const read: Standing["read"] = ({ AttributeValue }) => (AttributeValue === "Put" ? Infinity : 1);
    assert.deepEqual(planLookups([wanted({ operations: ["Put"] })], standing({ read })), { kind: "ask", attributes: [byName("id")] });
  });

  it("reads operations only as far back as the last night where the name that the service lists has brought nothing", () => {
    const read: Standing["read"] = ({ AttributeValue }, since) => (AttributeValue === "id" || since > SINCE ? 0 : 3);
    const listed = wanted({ names: ["id"], isListed: true, operations: ["Put"] });
    assert.deepEqual(planLookups([listed], standing({ read, recently: 2 * SINCE })), { kind: "done" });
    assert.equal(planLookups([listed], standing({ read })).kind, "ask");
  });

  it("sweeps the last night in the end where it is not known what can have changed a resource", () => {
    const sweepTo = (since: number) => (since > SINCE ? 30 : Infinity);
    const read = after("id", "arn");
    assert.deepEqual(planLookups([wanted()], standing({ sweepTo, read, recently: 2 * SINCE })), { kind: "sweep", since: 2 * SINCE });
    assert.deepEqual(planLookups([wanted()], standing({ read })), { kind: "done" });
  });
});
