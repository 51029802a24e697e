import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { scanReportSchema } from "../../../policypack/model";
import { run } from "../run";
import { checkout, compiledSandbox } from "../toolchain/checkout";

const DEMO = join(compiledSandbox, "demo", "main.js");
const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** Of any sandbox: their folders have the prefix in their names. */
async function processesOfSandboxes(): Promise<readonly string[]> {
  const { stdout } = await run("ps", ["-eo", "args"], { cwd: checkout, env });
  return stdout.split("\n").filter((line) => line.includes("whodrift sandbox") && !line.startsWith("ps "));
}

describe("npm run demo", function () {
  this.timeout(120_000);

  it("stops on Ctrl-C, and leaves no process behind", async () => {
    const before = await processesOfSandboxes();
    const demo = spawn(process.execPath, [DEMO], { cwd: checkout, env, stdio: ["ignore", "pipe", "pipe"] });
    demo.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes("Evening")) setTimeout(() => demo.kill("SIGINT"), 1_500);
    });
    demo.stderr.resume();
    await once(demo, "close");
    assert.equal(demo.exitCode, 130);
    assert.deepEqual((await processesOfSandboxes()).filter((line) => !before.includes(line)), []);
  });

  it("tells the story from the deployment to the refused update, and leaves the reports", async () => {
    const { status, stdout, stderr } = await run(process.execPath, [DEMO], { cwd: checkout, env });
    assert.equal(status, 0, stderr);
    const chapters = ["Evening", "Night", "Morning: whodrift scan --all", "whodrift explain", "passes", "is refused", "Read on"];
    const places = chapters.map((chapter) => stdout.indexOf(chapter));
    assert.deepEqual(places, places.filter((place) => place >= 0).toSorted((one, other) => one - other), stdout);
    assert.match(stdout, /drift-hold[^]*visibilityTimeoutSeconds of aws:sqs\/queue:Queue orders is held[^]*by: +repo:acme\/platform:ref:refs\/heads\/main/);
    const report = scanReportSchema.parse(JSON.parse(await readFile(join(checkout, "out", "demo", "report.json"), "utf8")));
    assert.deepEqual(report.stacks.map(({ status: found }) => found), ["drifted", "drifted", "in-sync"]);
    assert.match(await readFile(join(checkout, "out", "demo", "report.md"), "utf8"), /^## 3 stacks: 2 drifted, 1 in sync/);
  });
});
