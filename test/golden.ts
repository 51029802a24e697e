import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

/** Compares with a committed file. `UPDATE_GOLDEN=1 npx mocha …` writes it anew: read the difference before you commit it. */
export function assertGolden(file: string, text: string): void {
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  assert.equal(text, readFileSync(file, "utf8"));
}
