import assert from "node:assert/strict";
import { descendants } from "../../../automation/estate/processTree";

describe("a process's descendants", () => {
  it("are its children and theirs, and nobody else's", () => {
    const parents = new Map([
      [1, 0],
      [10, 1],
      [20, 10],
      [21, 10],
      [30, 21],
      [11, 1],
      [31, 11],
    ]);
    assert.deepEqual([...descendants(10, parents)].sort(), [20, 21, 30]);
    assert.deepEqual(descendants(30, parents), []);
  });

  it("end where process numbers go in a circle", () => {
    assert.deepEqual(
      descendants(
        1,
        new Map([
          [2, 1],
          [1, 2],
        ]),
      ),
      [2],
    );
  });
});
