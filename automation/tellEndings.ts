import { counts, type ChangeKind, type FoundDrift, type ResolvedChange, type SeenChange } from "../policypack/model";
import { recordedNow } from "./compare";
import { investigate, type InvestigationContext } from "./investigate";
import { tellEnding, type EndingFacts } from "./ledger";
import type { Observed } from "./observeAtRest";

/**
 * How changes ended that an earlier scan saw. The trail is asked only for those that no update has ended, and only
 * since they were last seen.
 */
export async function tellEndings(ended: readonly SeenChange[], { state, observations }: Observed, context: InvestigationContext): Promise<readonly ResolvedChange[]> {
  if (ended.length === 0) return [];
  const recorded = recordedNow(state, observations.observations, ended, context.masker);
  const modified = new Map(state.deployment.resources.filter((resource) => resource.delete !== true).map((resource) => [resource.urn, resource.modified]));
  const first = ended.flatMap((change) => {
    const resolved = tellEnding(change, factsOf(change));
    return resolved === undefined ? [] : [{ change, resolved }];
  });
  const open = first.filter(({ resolved: { how, update } }) => how === "reverted" && update === undefined).flatMap(({ change }) => reversalOf(change) ?? []);
  const { attributed } = open.length === 0 ? { attributed: [] } : await investigate(state, open, context);
  const setBack = new Map(attributed.flatMap(({ changes }) => changes.map(({ fingerprint, attribution }) => [fingerprint, attribution] as const)));
  return first.map(({ change, resolved }) => tellEnding(change, { ...factsOf(change), setBack: setBack.get(change.fingerprint) }) ?? resolved);

  function factsOf({ fingerprint, detail }: SeenChange): EndingFacts {
    return { recorded: recorded.get(fingerprint) ?? "other", modified: modified.get(detail?.resource.urn ?? ""), updates: state.updates, now: context.now() };
  }
}

/** As if the recorded value were the drift: whoever made that one, set it back. */
function reversalOf({ detail, history }: SeenChange): FoundDrift | undefined {
  // A resource that is made again has another id in most services: there is nothing to look for.
  if (detail === undefined || detail.change.path === "" || !counts(detail.change)) return undefined;
  const { resource, change } = detail;
  const { fingerprint, valueDigest, path, tier, severity, expected: actual, actual: expected } = change;
  return {
    resource: { ...resource, created: history.lastSeen },
    kind: "modified",
    changes: [{ fingerprint, valueDigest, path, tier, severity, kind: REVERSE[change.kind], ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) }],
  };
}

const REVERSE: Readonly<Record<ChangeKind, ChangeKind>> = { added: "removed", removed: "added", changed: "changed" };
