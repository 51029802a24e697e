import { isAttributed, severities, type AuditEvent, type Drift, type Severity, type StackReport } from "../../../policypack/model";
import type { Phrase } from "../phrase";
import { whoFacet, type Placed } from "./facets";

/** One call of one person, and what it left behind: a call may change many things. */
export interface Call {
  readonly event: AuditEvent;
  readonly time: number;
  readonly who: { readonly key: string; readonly label: Phrase };
  readonly stack: StackReport;
  readonly drifts: ReadonlySet<Drift>;
  readonly changes: number;
  readonly severity: Severity;
}

/** Oldest first; a call that reached into several stacks stands once for each. */
export function callsOf(placed: readonly Placed[]): readonly Call[] {
  const calls = new Map<string, Call & { readonly drifts: Set<Drift> }>();
  for (const { stack, drift, change } of placed) {
    const { attribution, severity } = change;
    if (!isAttributed(attribution)) continue;
    const { event } = attribution;
    const key = JSON.stringify([stack.stack, event.id]);
    const known = calls.get(key);
    calls.set(key, {
      event,
      time: Date.parse(event.time),
      who: whoFacet(change),
      stack,
      drifts: (known?.drifts ?? new Set()).add(drift),
      changes: (known?.changes ?? 0) + 1,
      severity: known ? worse(known.severity, severity) : severity,
    });
  }
  return [...calls.values()].toSorted((one, other) => one.time - other.time);
}

export function worse(one: Severity, other: Severity): Severity {
  return severities.indexOf(one) > severities.indexOf(other) ? one : other;
}
