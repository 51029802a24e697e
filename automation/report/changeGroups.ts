import { canonicalJson, isAttributed, type Change, type Drift, type StackReport } from "../../policypack/model";
import { changeFacts } from "./changeFacts";
import type { Fact } from "./fact";
import { decideStep, nextStep } from "./nextStep";
import { changesWorstFirst } from "./ranking";
import { suggestRule } from "./suggestRule";

/** Changes of one resource that one person made and one decision settles: who and what next is said once. */
export interface ChangeGroup {
  readonly changes: readonly [Change, ...Change[]];
  readonly facts: readonly Fact[];
}

/** Worst first. */
export function changeGroups(stack: StackReport, drift: Drift): readonly ChangeGroup[] {
  const groups = new Map<string, [Change, ...Change[]]>();
  for (const change of changesWorstFirst(drift)) {
    // A suggested rule is about one property.
    const key = `${groupKey(change)} ${suggestRule(stack.stack, drift, change) ?? ""}`;
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()].map((changes) => {
    // Each change has a fingerprint of its own: of many, the json format has them.
    const steps = [nextStep(stack.stack, drift, changes[0]), changes.length === 1 ? decideStep(changes[0]) : undefined].filter((step) => step !== undefined);
    return { changes, facts: [...changeFacts(changes[0], stack), ...steps] };
  });
}

/** All that `changeFacts` and `nextStep` look at. */
function groupKey({ attribution, decision, tier, replaces }: Change): string {
  const who = isAttributed(attribution) ? [attribution.event.id, attribution.confidence] : [attribution.reason];
  const by = "rule" in decision.by ? decision.by.rule : `${decision.by.person}\n${decision.by.basis ?? ""}\n${decision.by.reason}`;
  return canonicalJson([
    ...who,
    ...attribution.why,
    decision.action,
    by,
    decision.until ?? "",
    decision.owner ?? "",
    decision.overdue ?? false,
    tier,
    replaces ?? false,
  ]);
}
