import { counts, type Problem, type ScanReport, type StackReport } from "../../policypack/model";
import type { Fact } from "./fact";
import { count, joined, prose, say, type Phrase } from "./phrase";
import { hasAuditGaps } from "./summary";
import { utcMinute } from "./utcTime";

// A line or two of names; the JSON report has them all.
const NAMED = 10;

/** What concerns several stacks, once, with what to do about it. */
export function problemFacts({ message, code, fix, stacks, accounts }: Problem): readonly Fact[] {
  const concerned = [...concernedPhrase(stacks, "stack"), ...concernedPhrase(accounts, "account")];
  return [
    { label: "problem", text: say`${prose(message)} (${code})` },
    ...(fix === undefined ? [] : [{ label: "fix", text: prose(fix) }]),
    ...(concerned.length === 0 ? [] : [{ label: "concerns", text: joined(concerned, "; ") }]),
  ];
}

function concernedPhrase(concerned: readonly string[], what: "stack" | "account"): readonly Phrase[] {
  return concerned.length === 0 ? [] : [say`${count(concerned.length, what)}: ${names(concerned.map((name) => say`${name}`))}`];
}

/** What needs no look is named in a line, and not drawn. */
export function needsLook({ status, violations = [], resolved = [] }: StackReport): boolean {
  return (status !== "in-sync" && status !== "empty") || violations.length + resolved.length > 0;
}

/** Everything that needs no look, in one phrase. */
export function inSyncPhrase(stacks: readonly StackReport[]): Phrase {
  return names(stacks.map(inSyncStack));
}

export function emptyPhrase(stacks: readonly StackReport[]): Phrase {
  return names(stacks.map(({ stack }) => say`${stack}`));
}

function inSyncStack(stack: StackReport): Phrase {
  const uncounted = stack.drifts.flatMap((drift) => drift.changes).filter((change) => !counts(change));
  const noise = uncounted.filter((change) => change.noise !== undefined).length;
  const others = uncounted.length - noise;
  const notes = [
    ...(noise > 0 ? [say`${noise} noise`] : []),
    ...(others > 0 ? [say`${others} set by other stacks`] : []),
    ...(hasAuditGaps(stack) ? [say`audit gaps`] : []),
  ];
  return notes.length === 0 ? say`${stack.stack}` : say`${stack.stack} (${joined(notes, ", ")})`;
}

export function scanPhrase({ id, startedAt, finishedAt, version, pulumiVersion, shard, usage }: ScanReport["scan"]): Phrase {
  const only = shard === undefined ? say`` : say`, shard ${shard.number}/${shard.of} only`;
  return joined(
    [
      say`scan ${id}${only}`,
      say`${utcMinute(startedAt)} to ${utcMinute(finishedAt)}`,
      say`whodrift ${prose(version)}, pulumi ${prose(pulumiVersion)}`,
      say`${count(usage.resourcesRead, "resource")} read, ${count(usage.lookupRequests, "trail lookup")}`,
    ],
    " · ",
  );
}

function names(list: readonly Phrase[]): Phrase {
  const more = list.length - NAMED;
  return say`${joined(list.slice(0, NAMED), ", ")}${more > 0 ? say` and ${more} more` : say``}`;
}
