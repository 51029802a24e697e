import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRealityCheck } from "../../../automation/reality";
import { compareStack } from "../../../automation/compare/compareStack";
import { masker, observe, stackOf } from "../compare/observed";

const observations = [observe({ type: "aws:sqs/queue:Queue", inputs: { delaySeconds: 0 }, live: { inputs: { delaySeconds: 9 } } })];
const stack = stackOf(observations);
const { drifts } = compareStack(stack, { observations }, masker(), new Set());

describe("judging reality, where a pack or the CLI goes wrong", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-reality-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function judge(script: string, { timeoutMs = 20_000, signal = new AbortController().signal } = {}) {
    const command = join(folder, "pulumi");
    await writeFile(command, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
    const check = openRealityCheck({ packs: ["/packs/house"], masker: masker(), atOnce: 1, timeoutMs, signal, pulumi: { command }, env: { PATH: process.env["PATH"] ?? "" }, scratch: folder });
    const judged = await check(stack, { observations }, drifts);
    assert.deepEqual(await readdir(folder), ["pulumi"], "something was left behind");
    return judged;
  }

  async function problem(script: string, how: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {}): Promise<string> {
    const { violations, problems } = await judge(script, how);
    assert.deepEqual([violations, problems.length, problems[0]?.code, problems[0]?.stacks], [[], 1, "policy-pack", [stack.ref.name]]);
    return problems[0]?.message ?? "";
  }

  it("says what the CLI says of a pack that it cannot run, in a line", async () => {
    const message = await problem("echo 'warning: old' >&2; echo 'error: loading policy packs: no such file' >&2; echo trace >&2; exit 1");
    assert.equal(message, "the policy pack /packs/house could not judge what drifted: loading policy packs: no such file");
  });

  it("does not take half an answer for a whole one", async () => {
    assert.match(await problem(`echo '{"policyEvent":{"policyName":'; exit 0`), /could not judge/);
    assert.match(await problem(`echo '{"policyEvent":{"policyName":7}}'; exit 0`), /could not judge/);
  });

  it("ends a pack that does not end, and goes on", async () => {
    assert.match(await problem("sleep 60", { timeoutMs: 300 }), /it did not end within 0\.3 s/);
  });

  it("says that the scan was interrupted where it was", async () => {
    assert.match(await problem("sleep 60", { signal: AbortSignal.abort() }), /the scan was interrupted/);
  });

  it("takes the end with mandatory violations for an answer", async () => {
    const event = JSON.stringify({ policyEvent: { resourceUrn: "u", policyName: "p", policyPackName: "k", message: "m", enforcementLevel: "mandatory" } });
    const script = `grep -q '"delaySeconds":9' "$6" || exit 0; echo '${event}'; echo 'error: one or more mandatory policy violations were found' >&2; exit 1`;
    assert.deepEqual(await judge(script), { violations: [{ pack: "k", policy: "p", level: "mandatory", urn: "u", message: "m", fingerprints: [] }], problems: [] });
  });
});
