import { openLedger, writeOpenDrift, writeStanding, type Ledger, type LedgerStore } from "../../../automation/ledger";
import type { AttributedChange, OpenDrift } from "../../../policypack/model";
import { changeWith, driftWith, entryWith, historyWith, openDriftWith } from "../../policypack/drifts";
import { scanOf } from "../ledger/entries";

export const STACK = "acme/orders/prod";
export const NOW = new Date("2026-03-02T08:00:00Z");

export function memoryStore(): LedgerStore {
  const objects = new Map<string, Uint8Array>();
  return {
    location: "memory",
    read: (key) => Promise.resolve(objects.get(key)),
    create: (key, bytes) => {
      const isNew = !objects.has(key);
      if (isNew) objects.set(key, bytes);
      return Promise.resolve(isNew);
    },
    replace: (key, bytes) => Promise.resolve(void objects.set(key, bytes)),
    list: (folder, after = "") => Promise.resolve([...objects.keys()].filter((key) => key.startsWith(folder) && key > after).sort()),
    requests: () => 0,
  };
}

export function ledgerOn(store: LedgerStore): Ledger {
  return openLedger(store, { pause: () => Promise.resolve() });
}

/** Records a scan that saw these changes of one queue, as `whodrift scan` leaves a ledger and its files. */
export async function nightOf(store: LedgerStore, changes: readonly Partial<AttributedChange>[], { stack = STACK, openDrift = {} }: { readonly stack?: string; readonly openDrift?: Partial<OpenDrift> } = {}): Promise<void> {
  const found = changes.map(changeWith);
  const seen = found.map((change) => ({
    fingerprint: change.fingerprint,
    valueDigest: change.valueDigest,
    history: historyWith({ state: "new", scans: 1 }),
    decision: { action: "alert", by: { rule: "default" } } as const,
    detail: { resource: driftWith(change).resource, change },
  }));
  const ledger = ledgerOn(store);
  const scan = scanOf("night", stack);
  await ledger.append({ ...scan, ...(scan.kind === "scan" && { stacks: [{ stack, status: "drifted", unchecked: [], changes: seen, resolved: [] }] }) }, new Date("2026-03-02T02:00:00Z"));
  await writeStanding(store, await ledger.standing(stack));
  const entries = found.filter(({ tier }) => tier === "declared").map(({ fingerprint, valueDigest, path }) => entryWith({ fingerprint, valueDigest, path, decision: { action: "alert", by: { rule: "default" } } }));
  await writeOpenDrift(ledger, openDriftWith(entries, { stack, ...openDrift }));
}
