import assert from "node:assert/strict";
import path from "node:path";
import { z } from "zod";
import { succeed } from "../sandbox/run";
import { checkout } from "../sandbox/toolchain/checkout";

const positive = z.number().positive();

describe("npm run bench -- scan --stacks 2 --rounds 1 --json", function () {
  this.timeout(240_000);

  it("prints, as its last line, how the scan compares with the same refreshes by hand", async () => {
    const words = ["scan", "--stacks", "2", "--resources", "3", "--drift", "1", "--rounds", "1", "--json"];
    const { stdout } = await succeed(process.execPath, [path.join(checkout, "dist", "test", "bench", "main.js"), ...words], { cwd: checkout, env: environment() });
    const last: unknown = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    const outcome = z.object({ ratioToXargs: positive, speedupOverLoop: positive, peakRssMiB: positive.nullable(), scanSeconds: positive, stacks: z.literal(2), rounds: z.literal(1) }).parse(last);
    // Two small stacks cannot tell how fast it is; that a whole node process was seen can be told.
    if (process.platform === "linux") assert.ok((outcome.peakRssMiB ?? 0) > 30);
  });
});

function environment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ""]));
}
