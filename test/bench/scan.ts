import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { scanReportSchema } from "../../policypack/model";
import { startSandbox, type Sandbox } from "../sandbox";
import { loadSandbox, nameOf, newClock, type Load } from "../sandbox/load";
import { checkout } from "../sandbox/toolchain/checkout";
import { checkOut, refreshByLoop, refreshByXargs, type Checkout } from "./byHand";
import { measure } from "./measure";
import { sampleOf, sumUp, type Round } from "./outcome";
import { spread } from "./statistics";
import { runWatched } from "./watched";

export interface ScanBench {
  readonly stacks: number;
  readonly resources: number;
  readonly drift: number;
  /** Default: three, or one where a round takes minutes. */
  readonly rounds?: number;
  readonly concurrency: number;
  /** Whether the last line is the outcome as JSON. */
  readonly json?: true;
}

/** Above this a round takes minutes, most of them the loop's. */
const MANY_RESOURCES = 500;
/** More would take longer than all else, and tell nothing more. */
const MOST_LOOPED = 20;

/** Measures a whole scan of a generated estate against the same refreshes by `xargs -P` and by a loop, and prints all. */
export async function benchScan(options: ScanBench): Promise<void> {
  const { stacks, resources, drift, concurrency } = options;
  const rounds = options.rounds ?? (stacks * resources > MANY_RESOURCES ? 1 : 3);
  const clock = newClock();
  clock.putTo(new Date(Date.now() - 3_600_000));
  const sandbox = await startSandbox(tell, { clock: clock.now });
  try {
    const load = await loadSandbox(sandbox, clock, { stacks, resources, drift, noise: 0, hours: 1, seed: "bench", log: tell });
    const checkouts = await checkOut(path.join(sandbox.dir, "checkouts"), load.estate);
    const looped = sampleOf(checkouts, Math.min(stacks, MOST_LOOPED));

    tell("warming up on one stack");
    await scan(sandbox, load, concurrency, 1);
    await refreshByXargs(sandbox, checkouts.slice(0, 1), concurrency);
    const measured: Round[] = [];
    while (measured.length < rounds) {
      const round = await measureRound(measured.length, () => scan(sandbox, load, concurrency), sandbox, checkouts, looped, concurrency);
      measured.push(round);
      tell(`round ${measured.length}/${rounds}: scan ${seconds(round.scan)}, xargs ${seconds(round.xargs)}, loop ${seconds(round.loop)}`);
    }
    print(measured, looped.length, options);
  } finally {
    await sandbox.stop();
  }
}

/** Each side goes first every other time, so that none profits from what another leaves in a cache. */
async function measureRound(
  index: number, runScan: () => Promise<number | undefined>, sandbox: Sandbox, checkouts: readonly Checkout[], looped: readonly Checkout[], concurrency: number,
): Promise<Round> {
  const taken = { scan: 0, xargs: 0, loop: 0 };
  let peakRssMiB: number | undefined;
  const sides = [
    async () => { taken.scan = await measure(async () => { peakRssMiB = await runScan(); }); },
    async () => { taken.xargs = await measure(() => refreshByXargs(sandbox, checkouts, concurrency)); },
    async () => { taken.loop = await measure(() => refreshByLoop(sandbox, looped)); },
  ];
  for (const side of index % 2 === 0 ? sides : sides.toReversed()) await side();
  return { ...taken, peakRssMiB };
}

/** @returns the peak memory of whodrift's own process, in MiB */
async function scan(sandbox: Sandbox, { estate, happenings }: Load, concurrency: number, stacks = estate.length): Promise<number | undefined> {
  const cwd = path.join(sandbox.dir, "scan");
  const report = path.join(cwd, "report.json");
  await mkdir(cwd, { recursive: true });
  const chosen = stacks === estate.length ? ["--all"] : estate.slice(0, stacks).flatMap((stack) => ["--stack", nameOf(stack)]);
  const words = ["scan", ...chosen, "--concurrency", String(concurrency), "--format", `json=${report}`, "--fail-on", "never"];
  const peak = await runWatched([path.join(checkout, "bin", "whodrift.js"), ...words], { cwd, env: sandbox.env("deploy") });
  const found = scanReportSchema.parse(JSON.parse(await readFile(report, "utf8")));
  // What is fast because it does not do its work is not measured.
  if (found.stacks.length !== stacks) throw new Error(`${found.stacks.length} of ${stacks} stacks were scanned`);
  const drifted = found.stacks.flatMap(({ drifts }) => drifts).length;
  const expected = new Set(happenings.flatMap(({ expect = [] }) => expect.map(({ stack, type, resource }) => `${stack} ${type} ${resource}`))).size;
  if (stacks === estate.length && drifted < expected) throw new Error(`${drifted} of ${expected} drifted resources were found`);
  return peak;
}

function print(measured: readonly Round[], looped: number, { stacks, resources, concurrency, json }: ScanBench): void {
  const outcome = sumUp(measured, { stacks, looped });
  const show = (side: "scan" | "xargs" | "loop") => (measured.length === 1 ? "" : ` (${spread(measured.map((round) => round[side]), seconds)})`);
  const sample = looped === stacks ? show("loop") : `, estimated from ${looped} of the ${stacks} stacks`;
  console.log(`${stacks} × ${resources} resources, ${concurrency} at once; ${measured.length === 1 ? "one round" : `medians of ${measured.length} rounds (least to most)`}`);
  console.log(`  whodrift scan --all  ${seconds(outcome.scanSeconds)}${show("scan")}`);
  console.log(`  xargs -P ${concurrency}           ${seconds(outcome.xargsSeconds)}${show("xargs")}: the scan takes ${outcome.ratioToXargs.toFixed(2)} times as long`);
  console.log(`  shell loop           ${seconds(outcome.loopSeconds)}${sample}: the scan is ${outcome.speedupOverLoop.toFixed(2)} times as fast`);
  console.log(`  whodrift's memory    ${outcome.peakRssMiB === null ? "not told by this system" : `${outcome.peakRssMiB} MiB at most`}, without the CLI's and the providers' processes`);
  if (json) console.log(JSON.stringify({ ...outcome, stacks, resources, looped, rounds: measured.length, concurrency }));
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function tell(line: string): void {
  console.error(line);
}
