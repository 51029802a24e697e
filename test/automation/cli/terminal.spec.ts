import assert from "node:assert/strict";
import { wantsColor } from "../../../automation/cli/terminal";

describe("wantsColor", () => {
  const table: readonly (readonly [boolean, Readonly<Record<string, string>>, boolean])[] = [
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "0" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [false, { FORCE_COLOR: "3" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { TERM: "dumb" }, false],
    [true, { TERM: "xterm-256color" }, true],
    [true, { TERM: "dumb", FORCE_COLOR: "1" }, true],
  ];
  for (const [isTTY, env, wanted] of table) {
    it(`is ${wanted ? "yes" : "no"} ${isTTY ? "at a terminal" : "in a pipe"} with ${JSON.stringify(env)}`, () => {
      assert.equal(wantsColor({ isTTY }, env), wanted);
    });
  }
});
