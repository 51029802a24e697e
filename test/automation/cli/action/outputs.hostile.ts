import assert from "node:assert/strict";
import fc from "fast-check";
import { markerOf } from "../../../../automation/cli/action/comment";
import { outputLines } from "../../../../automation/cli/action/outputs";
import { readOutputs } from "../../../actionRunner";

describe("outputs of the action with attacker-chosen values", () => {
  it("come out as they went in, whatever lines they have", () => {
    const line = fc.oneof(fc.string(), fc.constantFrom("status<<x", "status=0", "whodrift-", "whodrift-0", "<<EOF"));
    fc.assert(fc.property(fc.dictionary(fc.constantFrom("status", "report", "sarif"), fc.array(line).map((lines) => lines.join("\n").replaceAll("\r", ""))), (values) => {
      assert.deepEqual(readOutputs(outputLines(values, "b4a3")), { ...values });
    }));
  });

  it("have a delimiter that a value cannot know", () => {
    assert.ok(outputLines({ status: "0" }, "b4a3").includes("<<whodrift-b4a3\n"));
  });
});

describe("the marker of a comment", () => {
  it("cannot be ended by what it is made from, and differs by place", () => {
    assert.match(markerOf(["--> <script>", "\n"]), /^<!-- whodrift [0-9a-f]{16} -->$/);
    assert.notEqual(markerOf(["scan", "a"]), markerOf(["scan", "b"]));
  });
});
