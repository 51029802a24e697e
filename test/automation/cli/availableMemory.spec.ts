import assert from "node:assert/strict";
import { totalmem } from "node:os";
import { availableMemory } from "../../../automation/cli/availableMemory";

describe("the memory that is available", () => {
  for (const platform of ["linux", "darwin", "win32"] as const) {
    it(`on ${platform} is no more than the machine has, less whodrift's own share`, () => {
      const bytes = availableMemory(platform);
      assert.ok(bytes >= 0 && bytes <= totalmem() - 300_000_000, String(bytes));
    });
  }
});
