import {
  canonicalJson,
  counts,
  isAttributed,
  jsonSchema,
  severities,
  type AttributedChange,
  type Change,
  type DriftedResource,
  type FoundChange,
  type History,
  type ResolvedChange,
  type SeenChange,
  type SeenStack,
  type Severity,
  type StackReport,
  type Standing,
} from "../../policypack/model";

export interface StackSight {
  /** Decided. */
  readonly report: StackReport;
  /** As the comparison found them, by fingerprint: a rule that calls a change less severe must not make it worse every night. */
  readonly severities: ReadonlyMap<string, Severity>;
  /** As the scan began; what was written meanwhile is folded in later. */
  readonly standing: Standing;
  /** What became of the changes of `endedChanges`. */
  readonly endings: readonly ResolvedChange[];
  readonly now: Date;
}

export interface SeenReport {
  /** For the ledger. */
  readonly seen: SeenStack;
  /** With a history for each change, and with what has ended, noise apart. */
  readonly report: StackReport;
}

/** What a scan makes of a stack that stood as it did. */
export function seeStack({ report, severities: found, standing, endings, now }: StackSight): SeenReport {
  const before = new Map(standing.open.map((change) => [change.fingerprint, change]));
  const ended = new Set(endedChanges(report, standing).map(({ fingerprint }) => fingerprint));
  const resolved = endings.filter(({ fingerprint }) => ended.has(fingerprint));
  const historyOf = historyFrom(standing, now);
  const drifts = report.drifts.map((drift) => ({ ...drift, changes: drift.changes.map((change) => ({ ...change, history: historyOf(asFound(change)) })) }));
  const changes = drifts.flatMap(({ resource, changes: all }) => all.map((change) => seenChange(resource, asFound(change), before.get(change.fingerprint))));
  const told = resolved.filter(({ fingerprint }) => isCounted(before.get(fingerprint)));
  return {
    seen: { stack: report.stack, status: report.status, unchecked: report.resources.unchecked.map(({ urn }) => urn), changes, resolved },
    report: { ...report, drifts, ...(told.length > 0 && { resolved: told }) },
  };

  function asFound<C extends Change>(change: C): C {
    return { ...change, severity: found.get(change.fingerprint) ?? change.severity };
  }
}

/**
 * What was open, was looked for, and is not there any more. What was not checked may still be: it has not ended, and
 * nothing of a stack that could not be read has.
 */
export function endedChanges(report: Pick<StackReport, "status" | "drifts" | "resources">, standing: Standing): readonly SeenChange[] {
  if (report.status === "unchecked") return [];
  const unchecked = new Set(report.resources.unchecked.map(({ urn }) => urn));
  const told = new Set(report.drifts.flatMap(({ changes }) => changes.map(({ fingerprint }) => fingerprint)));
  return standing.open.filter(({ fingerprint, detail }) => detail !== undefined && !told.has(fingerprint) && !unchecked.has(detail.resource.urn));
}

/** What a standing makes of a change that is seen now. @returns a function of a change as the comparison found it */
export function historyFrom({ open, flaps }: Standing, now: Date): (change: Pick<FoundChange, "fingerprint" | "valueDigest" | "severity">) => History {
  const known = new Map(open.map((change) => [change.fingerprint, change]));
  const lastSeen = now.toISOString();
  return (change) => {
    const before = known.get(change.fingerprint);
    const gone = flaps[change.fingerprint];
    return {
      firstSeen: before?.history.firstSeen ?? lastSeen,
      lastSeen,
      scans: (before?.history.scans ?? 0) + 1,
      state: before === undefined ? "new" : isWorse(change, before) ? "worse" : "ongoing",
      ...(gone !== undefined && { flaps: gone }),
    };
  };
}

/** Another value, or the same one that opens more by now. */
function isWorse({ valueDigest, severity }: Pick<FoundChange, "valueDigest" | "severity">, before: SeenChange): boolean {
  const earlier = before.detail?.change.severity;
  return valueDigest !== before.valueDigest || (earlier !== undefined && severities.indexOf(severity) > severities.indexOf(earlier));
}

function seenChange(resource: DriftedResource, { decision, history, ...change }: Change & { readonly history: History }, before: SeenChange | undefined): SeenChange {
  const { fingerprint, valueDigest } = change;
  const known = before?.detail?.change;
  const isKnown = known !== undefined && essence(known) === essence(change);
  return { fingerprint, valueDigest, history, decision, ...(!isKnown && { detail: { resource, change } }) };
}

/** What makes a change another one to tell: its value, what it means, and whose it is. */
function essence({ valueDigest, severity, noise, managedBy, absorbed, attribution }: AttributedChange): string {
  const who = isAttributed(attribution) ? [attribution.actor.principal, attribution.event.id, attribution.confidence] : [];
  return canonicalJson(jsonSchema.parse([valueDigest, severity, noise?.rule ?? "", managedBy?.urn ?? "", absorbed?.at ?? "", who]));
}

function isCounted(change: SeenChange | undefined): boolean {
  return change?.detail !== undefined && counts(change.detail.change);
}
