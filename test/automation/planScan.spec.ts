import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { planScan, type PlanRequest } from "../../automation/planScan";
import { SelectionError } from "../../automation/estate";
import { ONE, queueIn, RULES, stackOf } from "./estate/access/stacks";

describe("planScan", () => {
  let folder = "";
  let pulumi: PulumiCommand;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-plan-"));
    // Files are read without it.
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin", "pulumi"), "#!/bin/sh\n[ \"$1\" = version ] && echo v3.274.1 && exit 0\nexit 255\n", { mode: 0o700 });
    pulumi = await PulumiCommand.get({ root: folder, skipVersionCheck: true });
    const stacks = join(folder, ".pulumi", "stacks", "shop");
    await mkdir(stacks, { recursive: true });
    const { deployment } = stackOf({ resources: [queueIn(ONE), queueIn(ONE)] });
    await writeFile(join(stacks, "prod.json"), JSON.stringify({ version: 3, checkpoint: { latest: deployment } }));
    await writeFile(join(stacks, "empty.json"), JSON.stringify({ version: 3, checkpoint: { latest: null } }));
    await writeFile(join(stacks, "torn.json"), "{");
  });
  after(() => rm(folder, { recursive: true }));

  const plan = (over: Partial<PlanRequest> = {}) =>
    planScan({
      pulumi, backend: { kind: "files", folder }, cwd: folder, env: { AWS_DEFAULT_REGION: "eu-west-1" }, signal: new AbortController().signal,
      selection: { all: true, stacks: [], exclude: [] }, concurrency: 3, access: RULES, ...over,
    });

  it("says of every stack what would be read and how, of one that cannot be read why, and how many run at once", async () => {
    const { concurrency, stacks } = await plan();
    assert.equal(concurrency, 3);
    assert.deepEqual(stacks.map(({ stack, resources, problem }) => [stack, resources, problem?.code]), [
      ["organization/shop/empty", 0, undefined],
      ["organization/shop/prod", 2, undefined],
      ["organization/shop/torn", 0, "state-unreadable"],
    ]);
    assert.partialDeepStrictEqual(stacks[1]?.providers, [{ package: "aws", account: ONE, region: "eu-west-1", access: { kind: "role", role: `arn:aws:iam::${ONE}:role/scan` } }]);
  });

  it("takes the region that is set for the stack where its state has none", async () => {
    const settings = [{ stack: "*/shop/*", env: { AWS_REGION: "us-east-1" } }];
    const { stacks } = await plan({ access: { ...RULES, settings } });
    assert.deepEqual(stacks[1]?.providers.map(({ region }) => region), ["us-east-1"]);
    assert.deepEqual(stacks[1].environment, { set: ["AWS_REGION"], removed: [] });
  });

  it("says as a problem which variable is not there", async () => {
    const settings = [{ stack: "*/shop/prod", env: { PULUMI_CONFIG_PASSPHRASE: { env: "NOBODY" } } }];
    const { stacks } = await plan({ access: { ...RULES, settings } });
    assert.equal(stacks[1]?.problem?.code, "environment");
  });

  it("is the plan of a shard, and without rules that of today's credentials", async () => {
    const { shard, stacks } = await plan({ shard: { number: 1, of: 3 }, access: undefined });
    assert.deepEqual([shard, stacks.length], [{ number: 1, of: 3 }, 1]);
    assert.deepEqual(stacks[0]?.providers.map(({ access }) => access), [{ kind: "original", credentials: [] }]);
  });

  it("fails as a scan does where nothing is selected", async () => {
    await assert.rejects(plan({ selection: { all: false, stacks: ["*/nothing/*"], exclude: [] } }), SelectionError);
  });
});
