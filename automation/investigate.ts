import { counts, isAttributed, type Attributed, type AttributedChange, type AttributedDrift, type AuditCoverage, type FoundChange, type FoundDrift, type Window } from "../policypack/model";
import { attributeDrifts, auditRegionOf, isAws, operationsBehind, servicesOf, surer, type ActorSettings } from "./attribute";
import { withoutOpener, type Trail, type TrailRecord, type Whereabouts } from "./audit";
import type { Masker } from "./compare";
import type { StackAtRest } from "./estate";

export interface Investigation {
  readonly attributed: readonly AttributedDrift[];
  readonly window?: Window;
  readonly audit: readonly AuditCoverage[];
}

export interface InvestigationContext {
  /** In the order in which they are asked: what one cannot explain, the next one may. None: nobody is. */
  readonly trails?: readonly Trail[] | undefined;
  readonly deployPrincipals: readonly string[];
  readonly actors?: ActorSettings;
  readonly masker: Masker;
  /** When an earlier scan saw a change with the same value. */
  readonly seenBefore?: (change: FoundChange) => string | undefined;
  /** Whom an earlier scan gave a change with the same value to. */
  readonly blamedBefore?: (change: FoundChange) => Attributed | undefined;
  readonly now: () => Date;
}

/**
 * Finds out who made the changes of one stack, and asks the trails no more than that needs: step by step, the newest
 * calls first, until everything is explained (nothing older can beat a newer call that set the actual value) or there
 * is nothing left to ask; last, for the sessions behind the calls that won.
 */
export async function investigate(state: StackAtRest, drifts: readonly FoundDrift[], context: InvestigationContext): Promise<Investigation> {
  const { trails = [] } = context;
  const now = context.now().toISOString();
  const suspects = drifts.filter((drift) => isAws(drift.resource.type) && drift.changes.some(counts));
  if (trails.length === 0 || suspects.length === 0) {
    return { attributed: remembering(attributeDrifts(drifts, { ...basis(), records: [], coverage: [], audited: trails.length > 0 })), audit: [] };
  }

  const window: Window = { from: earliest(suspects, state), to: now, basis: "created" };
  const records = new Map<string, TrailRecord>();
  let coverage: readonly AuditCoverage[] = [];
  let attributed = attribute();
  for (const trail of trails) {
    const earlier = coverage;
    let own: readonly AuditCoverage[] = [];
    for (let ended = false; !ended && unexplained().length > 0; ) {
      const answer = await trail.lookUp(unexplained().map(whereabouts), earliest(unexplained(), state));
      own = replaceParts(own, answer.coverage);
      keep(answer.records, [...earlier, ...own]);
      ended = answer.ended;
    }
  }
  const ofSessions: AuditCoverage[] = [];
  let open = winners(attributed, [...records.values()]);
  for (const trail of trails) {
    const sessions = await trail.follow(open);
    keep(sessions.records, coverage);
    ofSessions.push(...sessions.coverage);
    open = withoutOpener(open, sessions.records);
    if (open.length === 0) break;
  }
  return { attributed: remembering(attributed), window, audit: [...coverage, ...ofSessions] };

  // A trail forgets, and a state that took a change in does not tell any more how it was before.
  function remembering(found: readonly AttributedDrift[]): readonly AttributedDrift[] {
    return found.map((drift) => ({ ...drift, changes: drift.changes.map((change) => (change.absorbed ? { ...change, attribution: surer(change.attribution, context.blamedBefore?.(change)) } : change)) }));
  }

  function unexplained(): readonly AttributedDrift[] {
    return attributed.filter((drift) => drift.changes.some(isUnexplained));
  }

  function keep(found: readonly TrailRecord[], read: readonly AuditCoverage[]): void {
    for (const trailed of found) records.set(trailed.sha256, trailed);
    coverage = read;
    attributed = attribute();
  }

  function basis() {
    const { deployPrincipals, actors, masker, seenBefore } = context;
    return { updates: state.updates, deployPrincipals, ...(actors && { actors }), now, masker, ...(seenBefore && { seenBefore }) };
  }

  function attribute(): readonly AttributedDrift[] {
    return attributeDrifts(drifts, { ...basis(), records: [...records.values()], coverage, window, audited: true });
  }
}

function whereabouts({ resource, changes, kind }: AttributedDrift): Whereabouts {
  const { account, type, region, identities: names, created: since } = resource;
  const operations = operationsBehind(type, kind, changes.filter(isUnexplained));
  return { account, region: auditRegionOf(type, region), names, services: servicesOf(type), operations, since };
}

/** Where a state does not tell, its manifest's time is all there is: the last time that anything was written. */
function earliest(drifts: readonly FoundDrift[], { deployment }: StackAtRest): string {
  const known = drifts.map(({ resource }) => Date.parse(resource.created ?? deployment.manifest?.time ?? ""));
  return new Date(Math.min(...known.map((time) => (Number.isNaN(time) ? 0 : time)))).toISOString();
}

/** Worth looking further for: nobody was found, or nothing but a call that names the resource. */
function isUnexplained(change: AttributedChange): boolean {
  if (!counts(change)) return false;
  if (isAttributed(change.attribution)) return change.attribution.confidence === "possible";
  return change.attribution.reason !== "not-asked" && change.attribution.reason !== "data-event";
}

/** A later reading of the same account and region includes the earlier one. */
function replaceParts(earlier: readonly AuditCoverage[], later: readonly AuditCoverage[]): readonly AuditCoverage[] {
  const key = ({ account, region }: AuditCoverage) => `${account} ${region}`;
  const replaced = new Set(later.map(key));
  return [...earlier.filter((part) => !replaced.has(key(part))), ...later];
}

function winners(drifts: readonly AttributedDrift[], records: readonly TrailRecord[]): readonly TrailRecord[] {
  const ids = new Set(drifts.flatMap((drift) => drift.changes.flatMap(({ attribution }) => (isAttributed(attribution) ? [attribution.event.id] : []))));
  return records.filter(({ record }) => ids.has(record.eventID));
}
