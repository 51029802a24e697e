import { cp, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import pc from "picocolors";
import { isAttributed, scanReportSchema } from "../../../policypack/model";
import { startSandbox, type Sandbox } from "..";
import { clientsOf } from "../estate/clients";
import { deployEstate } from "../estate/deploy";
import { night } from "../estate/story";
import { run } from "../run";
import { checkout } from "../toolchain/checkout";

const OUT = path.join(checkout, "out", "demo");
const HELD = "organization/shop/prod";

const interrupt = new AbortController();
// Not `once`: libraries that clean up on exit end the process where nobody else listens.
process.on("SIGINT", onInterrupt);
process.on("SIGTERM", onInterrupt);

tellStory().then(
  () => process.exit(0),
  (error: unknown) => {
    if (interrupt.signal.aborted) process.exit(130);
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

function onInterrupt(): void {
  console.error("\nstopping the demo…");
  interrupt.abort();
}

/** `npm run demo`: a deployment, a night in which people change things, the scan of the morning after, a refused up. */
async function tellStory(): Promise<void> {
  await rm(OUT, { recursive: true, force: true });
  await mkdir(OUT, { recursive: true });
  await cp(path.join(checkout, "test", "sandbox", "demo", "whodrift.yaml"), path.join(OUT, "whodrift.yaml"));
  const sandbox = await startSandbox((line) => { console.error(pc.dim(line)); });
  interrupt.signal.addEventListener("abort", () => void sandbox.aws.stop());
  try {
    await tellChapters(sandbox);
  } finally {
    await sandbox.stop();
  }
}

async function tellChapters(sandbox: Sandbox): Promise<void> {
  chapter("Evening: the pipeline deploys three stacks");
  const stacks = await deployEstate(sandbox, { signal: interrupt.signal });
  for (const name of Object.keys(stacks)) console.log(`  ${name}`);

  chapter("Night: people change things behind Pulumi's back");
  for (const { who, tale, run: happen } of night) {
    interrupt.signal.throwIfAborted();
    await happen(clientsOf(sandbox.aws, who), sandbox.aws);
    console.log(`  ${pc.bold(who)} ${tale}`);
  }

  chapter("Morning: whodrift scan --all");
  await whodrift(sandbox, ["scan", "--all", "--format", "terminal", "--format", "json=report.json", "--format", "markdown=report.md"], [2]);

  chapter("The same from trail files, offline: whodrift explain");
  await sandbox.aws.flushTrail();
  await whodrift(sandbox, ["explain", "--drift", "report.json", "--events", sandbox.aws.trailDir, "--format", "json=explained.json"], [0]);
  const [scanned, explained] = await Promise.all(["report.json", "explained.json"].map(actorsIn));
  if (scanned !== explained) throw new Error("the trail files tell of other actors than the scan");
  console.log("  every change has the same actor, from the files alone");

  const held = stacks[HELD];
  if (held === undefined) throw new Error(`${HELD} was not deployed`);
  held.workspace.envVars = { ...held.workspace.envVars, WHODRIFT_OPEN_DRIFT: path.join(OUT, ".whodrift", "open-drift") };

  chapter("A deployment of something else: pulumi up --policy-pack policypack passes");
  await held.setConfig("shop:release", { value: "2" });
  console.log(section(await up(held), "Resources:"));

  chapter("A deployment that would overwrite a held change: pulumi up --policy-pack policypack is refused");
  await held.setConfig("shop:ordersVisibilityTimeout", { value: "45" });
  const refusal = await up(held).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  if (refusal === undefined) throw new Error("the update was not refused");
  console.log(section(refusal, "Policies:"));

  chapter("Read on");
  for (const file of ["report.md", "report.json"]) console.log(`  ${path.relative(process.cwd(), path.join(OUT, file))}`);
}

async function up(stack: Stack): Promise<string> {
  const { stdout } = await stack.up({ policyPacks: [path.join(checkout, "policypack")], color: "never", suppressProgress: true, signal: interrupt.signal });
  return stdout;
}

/** The part of what `pulumi up` prints that matters here: from a heading to the next. */
function section(output: string, heading: string): string {
  const [, after = output] = output.split(`${heading}\n`);
  return `  ${heading}\n${after.split(/\n\n|\nDiagnostics:|\nResources:/)[0] ?? ""}`;
}

async function whodrift(sandbox: Sandbox, args: readonly string[], expected: readonly number[]): Promise<void> {
  const env = { ...sandbox.env("deploy"), ...(process.stdout.isTTY && { FORCE_COLOR: "1" }) };
  const show = (text: string) => process.stdout.write(text);
  const { status } = await run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), ...args], { cwd: OUT, env, show, signal: interrupt.signal });
  if (!expected.includes(status)) throw new Error(`whodrift ${args[0] ?? ""} ended with status ${status}`);
}

async function actorsIn(name: string): Promise<string> {
  const report = scanReportSchema.parse(JSON.parse(await readFile(path.join(OUT, name), "utf8")));
  const attributions = report.stacks.flatMap(({ drifts }) => drifts.flatMap(({ changes }) => changes.map(({ attribution }) => attribution)));
  return attributions.map((attribution) => (isAttributed(attribution) ? attribution.actor.name : attribution.reason)).join("\n");
}

function chapter(title: string): void {
  console.log(`\n${pc.bold(pc.cyan(`== ${title}`))}`);
}
