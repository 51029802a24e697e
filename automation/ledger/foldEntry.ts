import { STANDING, type LedgerEntry, type PersonDecision, type ResolvedChange, type SeenChange, type SeenStack, type Standing } from "../../policypack/model";

/** Of a stack that no entry tells of. */
export function emptyStanding(stack: string): Standing {
  return { schema: STANDING, stack, number: 0, open: [], decisions: [], flaps: {} };
}

/**
 * What one more entry makes of a standing. Entries come in order; one that is in it already, or of other stacks, changes
 * nothing but the number. What a scan neither saw nor calls resolved was not checked, and stays as it was.
 */
export function foldEntry(standing: Standing, { number, body }: LedgerEntry): Standing {
  if (number <= standing.number) return standing;
  const next = { ...standing, number };
  switch (body.kind) {
    case "scan":
      return body.stacks.filter(({ stack }) => stack === standing.stack).reduce(foldSeen, next);
    case "decision":
      return body.decision.stack === standing.stack ? { ...next, decisions: replaced(standing.decisions, body.decision) } : next;
    case "remediation":
      // What a step did is seen by the next scan; it proves nothing by itself.
      return next;
  }
}

function foldSeen(standing: Standing, { changes, resolved }: SeenStack): Standing {
  const before = new Map(standing.open.map((change) => [change.fingerprint, change]));
  const ended = resolved.filter(({ fingerprint }) => before.has(fingerprint));
  const gone = new Set(ended.map(({ fingerprint }) => fingerprint));
  const seen = new Map(changes.map((change) => [change.fingerprint, withDetail(change, before.get(change.fingerprint))]));
  const settled = new Set(ended.filter(isSettled).map(({ fingerprint }) => fingerprint));
  const flapped = ended.filter(wentByItself).map(({ fingerprint }) => [fingerprint, (standing.flaps[fingerprint] ?? 0) + 1] as const);
  return {
    ...standing,
    open: [...standing.open.filter(({ fingerprint }) => !gone.has(fingerprint) && !seen.has(fingerprint)), ...seen.values()],
    decisions: standing.decisions.filter(({ fingerprint }) => !settled.has(fingerprint)),
    flaps: { ...standing.flaps, ...Object.fromEntries(flapped) },
  };
}

function withDetail(change: SeenChange, before: SeenChange | undefined): SeenChange {
  const detail = change.detail ?? before?.detail;
  return detail === undefined ? change : { ...change, detail };
}

function replaced(decisions: readonly PersonDecision[], decision: PersonDecision): readonly PersonDecision[] {
  return [...decisions.filter(({ fingerprint }) => fingerprint !== decision.fingerprint), decision];
}

/** Nobody did it: such a change may come back as it went. */
export function wentByItself({ how, actor, update }: ResolvedChange): boolean {
  return (how === "gone" || how === "reverted") && actor === undefined && update === undefined;
}

/** What was said is done with: the same change is another one's next time. An absorbed change still waits for the program. */
function isSettled(resolved: ResolvedChange): boolean {
  return resolved.how === "adopted" || (resolved.how === "reverted" && !wentByItself(resolved));
}
