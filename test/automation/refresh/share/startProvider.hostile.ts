import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startProvider } from "../../../../automation/refresh/share/startProvider";

// A shell needs a hundredth of it on an idle machine.
const PATIENCE_MS = 5_000;

describe("starting a provider that is none", function () {
  this.timeout(PATIENCE_MS * 4);
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "whodrift-provider-"));
  });
  afterEach(async () => {
    await rm(dir, { recursive: true });
  });

  async function start(script: string, patience = PATIENCE_MS) {
    const program = path.join(dir, "provider");
    await writeFile(program, `#!/bin/sh\necho $$ > '${dir}/pid'\n${script}\n`);
    await chmod(program, 0o755);
    return startProvider(program, { PATH: "/bin:/usr/bin" }, AbortSignal.timeout(patience));
  }

  async function isAlive(): Promise<boolean> {
    const pid = Number(await readFile(path.join(dir, "pid"), "utf8"));
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  const failures: Readonly<Record<string, readonly [string, RegExp]>> = {
    "ends at once": ["exit 0", /ended before it said its port/],
    "says something else": ["echo 'panic: 1'; sleep 60", /said no port/],
    "says a number that is no port": ["echo 123456; sleep 60", /said no port/],
  };
  for (const [what, [script, message]] of Object.entries(failures)) {
    it(`given one that ${what}, then it fails and leaves no process`, async () => {
      await assert.rejects(start(script), message);
      assert.equal(await isAlive(), false);
    });
  }

  it("given one that says nothing, then it fails when the time is up, and leaves no process", async () => {
    await assert.rejects(start("sleep 60", 1_000), { name: "AbortError" });
    assert.equal(await isAlive(), false);
  });

  it("given no such program, then it fails", async () => {
    await assert.rejects(startProvider(path.join(dir, "nothing"), {}, AbortSignal.timeout(PATIENCE_MS)));
  });

  it("given one that never stops talking after its port, then it is read on, and ends when told", async () => {
    const provider = await start("echo 4711; while :; do echo canary; done");
    assert.equal(provider.port, 4711);
    await provider.end();
    assert.equal(await isAlive(), false);
    await provider.end();
  });
});
