import { counts, isAttributed, type AttributedChange, type AttributedDrift, type AuditCoverage, type FoundDrift, type Window } from "../policypack/model";
import { attributeDrifts, auditRegionOf, isAws } from "./attribute";
import type { Trail, TrailRecord, Whereabouts } from "./audit";
import type { Masker } from "./compare";
import type { StackAtRest } from "./estate";

export interface Investigation {
  readonly attributed: readonly AttributedDrift[];
  readonly window?: Window;
  readonly audit: readonly AuditCoverage[];
}

export interface InvestigationContext {
  readonly trail?: Trail | undefined;
  readonly deployPrincipals: readonly string[];
  readonly masker: Masker;
  readonly now: () => Date;
}

/**
 * Finds out who made the changes of one stack, and asks the trail no more than that needs: the newest calls first, as
 * far back as Pulumi's last write of what drifted; then, for what is not explained, as far as the resources exist;
 * then by name where that is too far; last, for the sessions behind the calls that won.
 */
export async function investigate(state: StackAtRest, drifts: readonly FoundDrift[], context: InvestigationContext): Promise<Investigation> {
  const { trail } = context;
  const now = context.now().toISOString();
  const suspects = drifts.filter((drift) => isAws(drift.resource.type) && drift.changes.some(counts));
  if (trail === undefined || suspects.length === 0) {
    return { attributed: attributeDrifts(drifts, { ...basis(), records: [], coverage: [], audited: trail !== undefined }), audit: [] };
  }

  const window: Window = { from: earliest(suspects, "created", state), to: now, basis: "created" };
  let { records, coverage } = await trail.sweep(suspects.map(whereabouts), earliest(suspects, "modified", state));
  let attributed = attribute();
  for (const step of ["sweep", "lookUp"] as const) {
    const open = attributed.filter((drift) => drift.changes.some(isUnexplained));
    if (open.length === 0) break;
    const further = await trail[step](open.map(whereabouts), earliest(open, "created", state));
    records = [...records, ...further.records];
    coverage = replaceParts(coverage, further.coverage);
    attributed = attribute();
    if (further.coverage.every((part) => part.complete)) break;
  }
  const sessions = await trail.follow(winners(attributed, records));
  records = [...records, ...sessions.records];
  if (sessions.records.length > 0) attributed = attribute();
  return { attributed, window, audit: [...coverage, ...sessions.coverage] };

  function basis() {
    return { updates: state.updates, deployPrincipals: context.deployPrincipals, now, masker: context.masker };
  }

  function attribute(): readonly AttributedDrift[] {
    return attributeDrifts(drifts, { ...basis(), records, coverage, window, audited: true });
  }
}

function whereabouts({ resource }: FoundDrift): Whereabouts {
  return { account: resource.account, region: auditRegionOf(resource.type, resource.region), names: resource.identities };
}

/** Where a state does not tell, its manifest's time is all there is: the last time that anything was written. */
function earliest(drifts: readonly FoundDrift[], which: "created" | "modified", { deployment }: StackAtRest): string {
  const known = drifts.map(({ resource }) => Date.parse(resource[which] ?? resource.created ?? deployment.manifest?.time ?? ""));
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
