import assert from "node:assert/strict";
import { isAbsolute, join, relative, sep } from "node:path";
import fc from "fast-check";
import { openDriftFile } from "../../../policypack/model";

const hostile = fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.constantFrom("..", "../..", "/etc/passwd", "C:\\x", "..\\..", "con", "NUL.txt", "com1", `aux.${"x".repeat(300)}`, "a/../../b", ".", "", "a\0b", "x".repeat(300)));

describe("openDriftFile, given hostile names", () => {
  it("stays three levels below its folder and fits into a file name everywhere", () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (organization, project, stack) => {
        const segments = openDriftFile(`${organization}/${project}/${stack}`);
        const inside = relative("/ledger", join("/ledger", ...segments));
        assert.ok(!isAbsolute(inside));
        assert.equal(inside.split(sep).length, 3);
        for (const segment of segments) {
          assert.match(segment, /^[A-Za-z0-9_~%][A-Za-z0-9._~%-]*$|^-[A-Za-z0-9._~%-]*$/);
          assert.ok(segment.length < 200 && !segment.endsWith(".") && !/^(con|nul|aux|prn|com\d|lpt\d)(\.|$)/i.test(segment));
        }
      }),
    );
  });

  it("gives each stack its own file", () => {
    const name = fc.string({ unit: "grapheme", maxLength: 250 }).filter((text) => !text.includes("/"));
    fc.assert(
      fc.property(name, name, (one, other) => {
        const same = openDriftFile(`acme/orders/${one}`)[2] === openDriftFile(`acme/orders/${other}`)[2];
        assert.equal(same, one === other);
      }),
    );
  });
});
