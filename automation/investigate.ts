import { counts, isAttributed, type AttributedDrift, type AuditCoverage, type FoundDrift, type Window } from "../policypack/model";
import { attributeDrifts, isAws } from "./attribute";
import type { Trail, TrailRecord } from "./audit";
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
  now(): Date;
}

/**
 * Finds out who made the changes of one stack, and asks the trail no more than that needs: newest events first,
 * until everything is explained; then by name for what is left; then for the sessions behind the calls that won.
 */
export async function investigate(state: StackAtRest, drifts: readonly FoundDrift[], context: InvestigationContext): Promise<Investigation> {
  const { trail } = context;
  const suspects = drifts.filter((drift) => isAws(drift.resource.type) && drift.changes.some(counts));
  const now = context.now().toISOString();
  if (trail === undefined || suspects.length === 0) return { attributed: attribute([], [], false), audit: [] };

  const window = windowOf(state, suspects, now);
  let { records, coverage } = await trail.sweep(resourcesOf(suspects), window.from);
  let attributed = attribute(records, coverage);
  const open = attributed.filter((drift) => isAws(drift.resource.type) && drift.changes.some(isUnexplained));
  if (open.length > 0 && coverage.some(({ complete }) => !complete)) {
    const named = await trail.lookUp(resourcesOf(open), window.from);
    records = [...records, ...named.records];
    coverage = named.coverage;
    attributed = attribute(records, coverage);
  }
  const sessions = await trail.follow(winningRecords(attributed, records));
  if (sessions.records.length > 0) attributed = attribute([...records, ...sessions.records], coverage);
  return { attributed, window, audit: [...coverage, ...sessions.coverage] };

  function attribute(found: readonly TrailRecord[], read: readonly AuditCoverage[], audited = true): readonly AttributedDrift[] {
    return attributeDrifts(drifts, {
      records: found,
      coverage: read,
      updates: state.updates,
      ...(audited && { window: windowOf(state, suspects, now) }),
      deployPrincipals: context.deployPrincipals,
      now,
      masker: context.masker,
      audited,
    });
  }
}
