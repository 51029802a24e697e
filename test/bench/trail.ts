import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { FROM, writeNight } from "./trailNight";
import { median } from "./statistics";
import { runWatched } from "./watched";

export interface TrailBench {
  readonly records: number;
  readonly drifts?: number;
  readonly json?: true;
}

const HOURS = 48;
const HOUR_MS = 3_600_000;
// The last quarter: what lies outside must cost neither time nor memory.
const SHORT_HOURS = 12;

/** A million records, two thousand drifts. */
const RECORDS_PER_DRIFT = 500;
/** Below this a run is so short that whatever else the machine does decides: three of each, in turn. */
const FEW_RECORDS = 100_000;

const Side = z.object({ seconds: z.number(), found: z.number() });

/** Measures how long it takes to find who changed so many resources in so many trail records, against parsing them. */
export async function benchTrail({ records, drifts = Math.ceil(records / RECORDS_PER_DRIFT), json }: TrailBench): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), "whodrift-bench-"));
  try {
    const folder = path.join(dir, "trail");
    const buckets = Array.from({ length: drifts }, (_, index) => `bench-bucket-${index}`);
    console.error(`writing ${records} records`);
    await writeNight(folder, records, HOURS, buckets);
    const until = FROM.getTime() + (HOURS + 1) * HOUR_MS;
    const run = async (side: "parse" | "match", hours: number) => {
      const result = path.join(dir, "result.json");
      const task = { folder, buckets, since: new Date(until - (hours + 1) * HOUR_MS).toISOString(), until: new Date(until).toISOString(), result };
      const peak = await runWatched([path.join(__dirname, "trailSide.js"), side, JSON.stringify(task)], { cwd: dir, env: {} });
      return { ...Side.parse(JSON.parse(await readFile(result, "utf8"))), peak };
    };
    const rounds = [];
    for (let left = records < FEW_RECORDS ? 3 : 1; left > 0; left--) {
      const [parse, match] = [await run("parse", HOURS), await run("match", HOURS)];
      // What is fast because it does not do its work is not measured.
      if (parse.found !== records + drifts || match.found !== drifts) throw new Error(`${parse.found} records were parsed, ${match.found} of ${drifts} drifts explained`);
      rounds.push({ parse, match, ratio: match.seconds / parse.seconds });
    }
    const short = await run("match", SHORT_HOURS);
    const outcome = {
      records, drifts,
      parseSeconds: round(median(rounds.map(({ parse }) => parse.seconds))),
      matchSeconds: round(median(rounds.map(({ match }) => match.seconds))),
      ratioToParse: round(median(rounds.map(({ ratio }) => ratio))),
      peakRssMiB: Math.round(Math.max(...rounds.map(({ match }) => match.peak ?? 0))),
      shortWindowSeconds: round(short.seconds), shortWindowPeakRssMiB: Math.round(short.peak ?? 0),
    };
    console.log(`${records + drifts} records of ${HOURS} hours, ${drifts} drifts`);
    console.log(`  gunzip and JSON.parse  ${outcome.parseSeconds} s`);
    console.log(`  found who did it       ${outcome.matchSeconds} s: ${outcome.ratioToParse} times as long; ${outcome.peakRssMiB} MiB at most`);
    console.log(`  the last ${SHORT_HOURS} hours      ${outcome.shortWindowSeconds} s; ${outcome.shortWindowPeakRssMiB} MiB at most`);
    if (json) console.log(JSON.stringify(outcome));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
