import assert from "node:assert/strict";
import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { GetQueueUrlCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Stack } from "@pulumi/pulumi/automation";
import { counts, isAttributed, scanReportSchema, type Change, type Drift, type ScanReport } from "../../policypack/model";
import { startSandbox, type Sandbox } from "../sandbox";
import { clientsOf, REPORTED_AS } from "../sandbox/estate/clients";
import { deployEstate } from "../sandbox/estate/deploy";
import { night } from "../sandbox/estate/story";
import { run } from "../sandbox/run";
import { checkout } from "../sandbox/toolchain/checkout";

const PROD = "organization/shop/prod";
const STAGING = "organization/shop/staging";
const PLATFORM = "organization/platform/prod";
// The engine shows no value of an encrypted secret, so nobody can say that it is the one that the program does not have.
const ENCRYPTED = "value";

interface Told {
  readonly stack: string;
  readonly drift: Drift;
  readonly change: Change;
}

describe("drift that somebody's pulumi refresh has taken into the state", function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let folder: string;
  let stacks: Readonly<Record<string, Stack>>;

  before(async () => {
    sandbox = await startSandbox();
    stacks = await deployEstate(sandbox);
    folder = path.join(sandbox.dir, "nightly");
    await mkdir(folder);
    await cp(path.join(checkout, "test", "sandbox", "demo", "whodrift.yaml"), path.join(folder, "whodrift.yaml"));
    for (const { who, run: happen } of night) await happen(clientsOf(sandbox.aws, who), sandbox.aws);
    await scanned(2);
    for (const name of [PROD, PLATFORM]) await stackOf(name).refresh();
  });

  after(() => sandbox.stop());

  async function scanned(status: 0 | 2): Promise<ScanReport> {
    const ended = await run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "scan", "--all", "--format", "json"], { cwd: folder, env: sandbox.env("deploy") });
    assert.equal(ended.status, status, ended.stdout + ended.stderr);
    return scanReportSchema.parse(JSON.parse(ended.stdout));
  }

  function stackOf(name: string): Stack {
    const stack = stacks[name];
    assert.ok(stack);
    return stack;
  }

  /** Of one stack, or of all. */
  function told({ stacks: reports }: ScanReport, only?: string): readonly Told[] {
    return reports
      .filter(({ stack }) => stack === (only ?? stack))
      .flatMap(({ stack, drifts }) => drifts.flatMap((drift) => drift.changes.filter(counts).map((change) => ({ stack, drift, change }))));
  }

  function summary(all: readonly Told[]): readonly string[] {
    return all.map(({ drift, change: { path: at, attribution, absorbed, fingerprint, decision } }) =>
      [drift.resource.name, at, isAttributed(attribution) ? `${attribution.actor.name} ${attribution.confidence}` : attribution.reason, String(absorbed?.certain), fingerprint, decision.action].join(" · "),
    );
  }

  const expected = night.flatMap(({ who, expect = [] }) => expect.map((expectation) => ({ who, ...expectation })));
  let absorbed: ScanReport;

  it("is told again as absorbed, each change with the same person and event, and a deletion too", async () => {
    absorbed = await scanned(2);
    const all = told(absorbed);
    assert.equal(all.length, expected.length, summary(all).join("\n"));
    for (const one of expected) {
      const [found, another] = all.filter(({ drift, change: { path: at, attribution } }) =>
        drift.resource.name === one.resource && (one.path === "" ? at === "" : at.startsWith(one.path)) && isAttributed(attribution) && attribution.actor.name === REPORTED_AS[one.who]);
      assert.ok(found && another === undefined, `${one.resource} ${one.path}\n${summary(all).join("\n")}`);
      const { attribution, absorbed: taken, path: at } = found.change;
      assert.ok(isAttributed(attribution));
      assert.deepEqual([attribution.event.operation, attribution.confidence, taken?.certain], [one.operation, one.confidence, at !== ENCRYPTED]);
    }
  });

  it("is told the night after as well: nothing has settled it", async () => {
    assert.deepEqual(summary(told(await scanned(2))), summary(told(absorbed)));
  });

  it("is settled by an up, which reverts it", async () => {
    await stackOf(PLATFORM).up();
    assert.deepEqual(summary(told(await scanned(2), PLATFORM)), []);
  });

  it("is settled by a program that takes the value over", async () => {
    await stackOf(PROD).setConfig("shop:ordersVisibilityTimeout", { value: "300" });
    await stackOf(PROD).up();
    assert.deepEqual(summary(told(await scanned(0))), []);
  });

  it("is not what a program has taken over without any refresh", async () => {
    const stack = stackOf(STAGING);
    await setVisibility(45);
    assert.equal(told(await scanned(2), STAGING)[0]?.change.actual, 45);
    await stack.setConfig("shop:ordersVisibilityTimeout", { value: "45" });
    await stack.up();
    assert.deepEqual(summary(told(await scanned(0))), []);
  });

  async function setVisibility(seconds: number): Promise<void> {
    const { sqs } = clientsOf(sandbox.aws, "bob");
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "shop-staging-orders" }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: String(seconds) } }));
  }
});
