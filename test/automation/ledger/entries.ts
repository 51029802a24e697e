import type { LedgerBody, LedgerEntry } from "../../../policypack/model";

export const AT = new Date("2026-03-02T02:00:00Z");
export const STACK = "acme/orders/prod";

/** A scan that found nothing, of one stack. */
export function scanOf(id: string, stack = STACK): LedgerBody {
  const time = AT.toISOString();
  return {
    kind: "scan",
    scan: { id, startedAt: time, finishedAt: time, version: "0.0.0" },
    stacks: [{ stack, status: "in-sync", unchecked: [], changes: [], resolved: [] }],
  };
}

export function idsOf(entries: readonly LedgerEntry[]): readonly string[] {
  return entries.map(({ body }) => (body.kind === "scan" ? body.scan.id : body.kind));
}

export async function collected<T>(found: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of found) all.push(one);
  return all;
}
