import assert from "node:assert/strict";
import path from "node:path";
import { z } from "zod";
import { succeed } from "../sandbox/run";
import { checkout } from "../sandbox/toolchain/checkout";

describe("npm run bench -- pack --rounds 1 --json", function () {
  this.timeout(240_000);

  it("prints, as its last line, what the pack adds to a run and to each resource of a thousand", async () => {
    const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ""]));
    const { stdout } = await succeed(process.execPath, [path.join(checkout, "dist", "test", "bench", "main.js"), "pack", "--rounds", "1", "--json"], { cwd: checkout, env });
    const last: unknown = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    const outcome = z.object({ emptyMs: z.number().positive(), whodriftMs: z.number().positive(), startMs: z.number(), msPerResource: z.number(), resources: z.literal(1000), rounds: z.literal(1) }).parse(last);
    // One round among other work cannot tell how much it is; what is far off can be told.
    assert.ok(outcome.msPerResource < 20);
  });
});
