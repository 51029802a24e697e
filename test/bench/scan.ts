import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import pLimit from "p-limit";
import { scanReportSchema } from "../../policypack/model";
import { startSandbox, type Sandbox } from "../sandbox";
import { clientsOf } from "../sandbox/estate/clients";
import { deployEstate } from "../sandbox/estate/deploy";
import { night } from "../sandbox/estate/story";
import { succeed } from "../sandbox/run";
import { checkout } from "../sandbox/toolchain/checkout";
import { measure, type Cost } from "./measure";
import { median, spread } from "./statistics";

export interface ScanBench {
  readonly rounds: number;
  readonly concurrency: number;
  /** Whether the last line is the result as JSON. */
  readonly json?: true;
}

interface Round {
  readonly scan: Cost;
  readonly byHand: Cost;
}

/** Where `pulumi` is run for a stack: its project's folder, with its settings. */
interface Project {
  readonly name: string;
  readonly folder: string;
}

/** Measures a whole scan of the sandbox's estate against the same refreshes run by hand, and prints both. */
export async function benchScan(options: ScanBench): Promise<void> {
  const { rounds, concurrency } = options;
  const sandbox = await startSandbox(tell);
  try {
    tell("deploying the estate");
    const stacks = await deployEstate(sandbox);
    const projects = Object.entries(stacks).map(([name, { workspace }]): Project => ({ name, folder: workspace.workDir }));
    for (const happening of night) await happening.run(clientsOf(sandbox.aws, happening.who), sandbox.aws);

    const scan = () => runScan(sandbox, projects, concurrency);
    const byHand = () => refreshByHand(sandbox, projects, concurrency);
    tell("a round that is not counted");
    await scan();
    await byHand();
    const measured: Round[] = [];
    for (let index = 0; index < rounds; index++) {
      // Each side goes first every other time, so that none profits from what the other leaves in a cache.
      const round = index % 2 === 0 ? { scan: await measure(scan), byHand: await measure(byHand) } : { byHand: await measure(byHand), scan: await measure(scan) };
      measured.push(round);
      tell(`round ${index + 1}/${rounds}: scan ${seconds(round.scan.seconds)}, by hand ${seconds(round.byHand.seconds)}`);
    }
    print(measured, projects.length, options);
  } finally {
    await sandbox.stop();
  }
}

async function runScan(sandbox: Sandbox, projects: readonly Project[], concurrency: number): Promise<void> {
  const cwd = path.join(sandbox.dir, "scan");
  const report = path.join(cwd, "report.json");
  await mkdir(cwd, { recursive: true });
  const words = ["scan", "--all", "--concurrency", String(concurrency), "--format", `json=${report}`, "--fail-on", "never"];
  await succeed(process.execPath, [path.join(checkout, "bin", "whodrift.js"), ...words], { cwd, env: sandbox.env("deploy") });
  const { stacks } = scanReportSchema.parse(JSON.parse(await readFile(report, "utf8")));
  if (stacks.length !== projects.length) throw new Error(`${stacks.length} of ${projects.length} stacks were scanned`);
}

/** What `xargs -P` does with one command line for each stack. */
async function refreshByHand(sandbox: Sandbox, projects: readonly Project[], concurrency: number): Promise<void> {
  const limit = pLimit(concurrency);
  await Promise.all(
    projects.map(({ name, folder }) =>
      limit(() => succeed(sandbox.pulumi.command, ["refresh", "--preview-only", "--stack", name, "--non-interactive"], { cwd: folder, env: sandbox.env("deploy") })),
    ),
  );
}

function print(measured: readonly Round[], stacks: number, { rounds, concurrency, json }: ScanBench): void {
  const ratios = measured.map(({ scan, byHand }) => scan.seconds / byHand.seconds);
  const ratio = median(ratios);
  const scans = measured.map(({ scan }) => scan);
  const byHands = measured.map(({ byHand }) => byHand);
  console.log(`${stacks} stacks, ${concurrency} at once, ${rounds} ${rounds === 1 ? "round" : "rounds"}; medians (least to most)`);
  console.log(`  whodrift scan    ${describe(scans)}`);
  console.log(`  the same by hand ${describe(byHands)}`);
  console.log(`  ratio            ${ratio.toFixed(2)} (${spread(ratios, (value) => value.toFixed(2))})`);
  if (json) {
    const [scanSeconds, byHandSeconds] = [scans, byHands].map((costs) => median(costs.map((cost) => cost.seconds)));
    console.log(JSON.stringify({ ratio, scanSeconds, byHandSeconds, rounds, concurrency, stacks }));
  }
}

function describe(costs: readonly Cost[]): string {
  const wall = costs.map((cost) => cost.seconds);
  const processor = costs.flatMap((cost) => cost.processorSeconds ?? []);
  const busy = processor.length === 0 ? "" : `, of processors ${seconds(median(processor))}`;
  return `${seconds(median(wall))} (${spread(wall, seconds)})${busy}`;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function tell(line: string): void {
  console.error(line);
}
