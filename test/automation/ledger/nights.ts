import fc from "fast-check";
import { foldEntry, seeStack } from "../../../automation/ledger";
import { LEDGER_ENTRY, type Change, type LedgerBody, type LedgerEntry, type ResolvedChange, type SeenStack, type StackReport, type Standing } from "../../../policypack/model";
import { endedChanges } from "../../../automation/ledger";
import { aStack } from "../../fixtures/report";
import { changeWith, driftWith, hold } from "../../policypack/drifts";

export const STACK = "acme/orders/prod";
const FIRST = Date.parse("2026-03-01T02:00:00Z");

export function nightTime(night: number): Date {
  return new Date(FIRST + night * 86_400_000);
}

/** One change of a resource of its own. */
export function drifted(fingerprint: string, given: Partial<Change> = {}): StackReport["drifts"][number] {
  const change: Change = { ...changeWith({ fingerprint }), decision: hold, ...given };
  return { ...driftWith(change), resource: { ...driftWith(change).resource, urn: urnOf(fingerprint) }, changes: [change] };
}

export function urnOf(fingerprint: string): string {
  return `urn:pulumi:prod::orders::aws:sqs/queue:Queue::${fingerprint}`;
}

export function reportOf(drifts: StackReport["drifts"], given: Partial<StackReport> = {}): StackReport {
  return aStack(STACK, { drifts, ...given });
}

export function entryOf(number: number, body: LedgerBody): LedgerEntry {
  return { schema: LEDGER_ENTRY, number, at: nightTime(number).toISOString(), body };
}

export function scanEntry(number: number, ...stacks: readonly SeenStack[]): LedgerEntry {
  const at = nightTime(number).toISOString();
  return entryOf(number, { kind: "scan", scan: { id: `scan ${number}`, startedAt: at, finishedAt: at, version: "0" }, stacks });
}

export type Ending = Pick<ResolvedChange, "how"> & Partial<ResolvedChange>;

/** One scan more: what it sees, and where the stack stands then. */
export function scanned(standing: Standing, report: StackReport, ending: Ending = { how: "gone" }) {
  const now = nightTime(standing.number + 1);
  const endings = endedChanges(report, standing).map(({ fingerprint, history }): ResolvedChange => ({
    fingerprint, urn: urnOf(fingerprint), type: "aws:sqs/queue:Queue", path: "", at: now.toISOString(), firstSeen: history.firstSeen, why: "", ...ending,
  }));
  const sight = seeStack({ report, severities: new Map(), standing, endings, now });
  return { ...sight, standing: foldEntry(standing, scanEntry(standing.number + 1, sight.seen)) };
}

const NAMES = ["a", "b", "c", "d"];

/** A night's report: any of four changes, with one of two values, and any of their resources unchecked. */
export const someReport: fc.Arbitrary<StackReport> = fc
  .record({
    seen: fc.uniqueArray(fc.record({ name: fc.constantFrom(...NAMES), valueDigest: fc.constantFrom("v-1", "v-2"), noise: fc.boolean() }), { selector: ({ name }) => name }),
    unchecked: fc.subarray(NAMES),
    status: fc.constantFrom("drifted" as const, "partial" as const, "unchecked" as const),
  })
  .map(({ seen, unchecked, status }) => {
    const drifts = seen
      .filter(({ name }) => status !== "unchecked" && !unchecked.includes(name))
      .map(({ name, valueDigest, noise }) => drifted(name, { valueDigest, ...(noise && { noise: { rule: "empty", reason: "as good as nothing" } }) }));
    return reportOf(drifts, { status, resources: { total: 4, checked: 4 - unchecked.length, unchecked: unchecked.map((name) => ({ urn: urnOf(name), reason: "throttled" })) } });
  });
