import type { Problem, ReportShard, ScanReport, StackReport, Usage } from "../policypack/model";
import { sayOnce } from "./problems";
import { visible } from "./report/visible";
import { uncheckedStack } from "./stackReport";

/** A report and what to call it in a message: its file. */
export interface SavedReport {
  readonly name: string;
  readonly report: ScanReport;
}

/** The user's mistake: what was given are not shards of one scan. */
export class MergeError extends Error {
  override readonly name = "MergeError";
}

// A line of numbers; the stacks that they had are named anyway.
const NAMED = 10;

/**
 * The report that one scan of all the stacks would have given, but for the sum of what was asked of AWS. Stacks that
 * no shard has are unchecked, and a problem. A report that is alone, and no shard, stays as it is.
 * @throws {MergeError}
 */
export function mergeShards(saved: readonly SavedReport[]): ScanReport {
  const [only] = saved;
  if (only !== undefined && saved.length === 1 && only.report.scan.shard === undefined) return only.report;
  const shards = saved.map(asShard).toSorted((one, other) => one.shard.number - other.shard.number);
  const [first] = shards;
  if (first === undefined) throw new MergeError("there is no report to merge");
  for (const shard of shards) refuseOthers(first, shard);
  refuseTwice(shards);

  const checked = stacksByName(shards);
  const selection = [...new Set(first.shard.selection)];
  const missing = selection.filter((stack) => !checked.has(stack));
  return {
    ...first.report,
    scan: mergeScans(first.report.scan, shards),
    problems: sayOnce([...shards.flatMap(({ report }) => report.problems), ...missingProblems(shards, first.shard.of, missing)]),
    stacks: selection.map((stack) => checked.get(stack)?.found ?? uncheckedStack(stack, { code: "shard-missing", message: "it is in none of the shards" })),
  };
}

interface SavedShard extends SavedReport {
  readonly shard: ReportShard;
}

function asShard({ name, report }: SavedReport): SavedShard {
  const { shard } = report.scan;
  if (shard === undefined) throw new MergeError(`${name} is a whole report, not a shard of one: draw it by itself`);
  return { name, report, shard };
}

function refuseOthers(first: SavedShard, other: SavedShard): void {
  const differing = TRAITS.filter(([, trait]) => trait(first) !== trait(other)).map(([what]) => what);
  if (differing.length > 0) throw new MergeError(`${first.name} and ${other.name} are not shards of one scan: they differ in ${differing.join(", ")}`);
}

const TRAITS: readonly (readonly [string, (shard: SavedShard) => unknown])[] = [
  ["the number of shards", ({ shard }) => shard.of],
  ["the stacks selected", ({ shard }) => JSON.stringify(shard.selection)],
  ["the configuration", ({ report }) => report.scan.configDigest],
  ["whodrift's version", ({ report }) => report.scan.version],
];

/** @param shards ordered by number */
function refuseTwice(shards: readonly SavedShard[]): void {
  for (const [index, { name, shard }] of shards.entries()) {
    const next = shards[index + 1];
    if (next?.shard.number === shard.number) throw new MergeError(`${name} and ${next.name} are both shard ${shard.number}/${shard.of}`);
  }
}

function stacksByName(shards: readonly SavedShard[]): ReadonlyMap<string, { readonly name: string; readonly found: StackReport }> {
  const stacks = new Map<string, { readonly name: string; readonly found: StackReport }>();
  for (const { name, report, shard } of shards) {
    const selection = new Set(shard.selection);
    for (const found of report.stacks) {
      const earlier = stacks.get(found.stack);
      if (earlier !== undefined) throw new MergeError(`${visible(found.stack)} is in ${earlier.name} and in ${name}: stacks changed in size between the two, so that they were split differently; scan again`);
      if (!selection.has(found.stack)) throw new MergeError(`${name} has ${visible(found.stack)}, which is not among the stacks that were selected`);
      stacks.set(found.stack, { name, found });
    }
  }
  return stacks;
}

/** As of one scan, from the first start to the last end. */
function mergeScans({ id, version, configDigest }: ScanReport["scan"], shards: readonly SavedShard[]): ScanReport["scan"] {
  const scans = shards.map(({ report }) => report.scan);
  const total = (part: keyof Usage) => scans.reduce((sum, { usage }) => sum + usage[part], 0);
  const startedAt = scans.map((scan) => scan.startedAt).toSorted(byTime);
  const finishedAt = scans.map((scan) => scan.finishedAt).toSorted(byTime);
  return {
    id,
    startedAt: startedAt[0] ?? "",
    finishedAt: finishedAt.at(-1) ?? "",
    version,
    pulumiVersion: [...new Set(scans.map(({ pulumiVersion }) => pulumiVersion))].join(", "),
    ...(configDigest !== undefined && { configDigest }),
    usage: { lookupRequests: total("lookupRequests"), stsRequests: total("stsRequests"), s3Requests: total("s3Requests"), resourcesRead: total("resourcesRead") },
  };
}

function byTime(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other);
}

function missingProblems(shards: readonly SavedShard[], of: number, stacks: readonly string[]): readonly Problem[] {
  const there = new Set(shards.map(({ shard }) => shard.number));
  const absent = Array.from({ length: of }, (_, index) => index + 1).filter((number) => !there.has(number));
  if (absent.length > 0) {
    const more = absent.length > NAMED ? ` and ${absent.length - NAMED} more` : "";
    const numbers = `${absent.slice(0, NAMED).join(", ")}${more}`;
    const lost = stacks.length === 0 ? "every stack is in another" : `${stacks.length} ${stacks.length === 1 ? "stack is" : "stacks are"} unchecked`;
    return [{ code: "shard-missing", message: `missing of ${of} shards: ${numbers}; ${lost}`, fix: `scan with --shard ${absent[0] ?? 1}/${of} as the others were, and merge again`, stacks, accounts: [] }];
  }
  if (stacks.length === 0) return [];
  return [{ code: "shard-missing", message: "in none of the shards: stacks changed in size between them, so that they were split differently", fix: "scan again", stacks, accounts: [] }];
}
