import { canonicalJson, isAttributed, type Change, type Drift, type StackReport } from "../../policypack/model";
import { changeFacts } from "./changeFacts";
import type { Fact } from "./fact";
import { nextStep } from "./nextStep";
import { code, joined, prose, say, type Phrase } from "./phrase";
import { changesWorstFirst } from "./ranking";
import { valueChange } from "./valueChange";
import { utcMinute } from "./utcTime";

/** Changes of one resource that one person made and one decision settles: who and what next is said once. */
export interface ChangeGroup {
  readonly changes: readonly [Change, ...Change[]];
  readonly facts: readonly Fact[];
}

/** Worst first. */
export function changeGroups(stack: StackReport, drift: Drift): readonly ChangeGroup[] {
  const groups = new Map<string, [Change, ...Change[]]>();
  for (const change of changesWorstFirst(drift)) {
    const key = groupKey(change);
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.values()].map((changes) => {
    const next = nextStep(stack.stack, drift, changes[0]);
    return { changes, facts: [...changeFacts(changes[0], stack), ...(next ? [next] : [])] };
  });
}

/** All that `changeFacts` and `nextStep` look at. */
function groupKey({ attribution, decision, managedBy, tier, replaces }: Change): string {
  const who = isAttributed(attribution) ? [attribution.event.id, attribution.confidence] : [attribution.reason];
  const by = "rule" in decision.by ? decision.by.rule : `${decision.by.person}\n${decision.by.reason}`;
  return canonicalJson([
    ...who,
    ...attribution.why,
    decision.action,
    by,
    decision.until ?? "",
    decision.owner ?? "",
    decision.overdue ?? false,
    managedBy?.stack ?? "",
    managedBy?.urn ?? "",
    tier,
    replaces ?? false,
  ]);
}

/** `ingress[1].cidrBlocks[0]: (absent) → "0.0.0.0/0" · opens access · new` */
export function changePhrase(change: Change, drift: Drift): Phrase {
  const what = change.path === "" ? wholePhrase(drift) : say`${code(change.path)}: ${valueChange(change)}`;
  return joined([what, ...marks(change)], " · ");
}

function wholePhrase(drift: Drift): Phrase {
  return drift.kind === "deleted" ? say`gone from AWS` : say`the whole resource`;
}

function marks({ opensAccess, replaces, tier, history }: Change): readonly Phrase[] {
  return [
    ...(opensAccess ? [say`opens access`] : []),
    ...(replaces ? [say`reverting replaces the resource`] : []),
    ...(tier === "ignored" ? [say`hidden by ignoreChanges`] : []),
    ...(tier === "output" ? [say`not set by the program`] : []),
    ...(history ? [historyPhrase(history)] : []),
  ];
}

function historyPhrase({ state, firstSeen, scans }: NonNullable<Change["history"]>): Phrase {
  if (state === "new") return say`new`;
  return say`${prose(state)}, seen in ${scans} scans since ${utcMinute(firstSeen)}`;
}
