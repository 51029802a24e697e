import { isAttributed, isMasked, type Action, type Decision } from "../model";
import { matches, type Case } from "./matches";
import type { Rule } from "./rule";

export interface Question extends Case {
  readonly rules: readonly Rule[];
  readonly now: Date;
}

/**
 * What happens to a change: the first rule that matches and may decide so. Rules that matched and may not, or
 * no longer, are named in `passedOver`. Where none is left, somebody is told, unless another stack set it. The clock
 * starts with the event that made the change, else now.
 */
export function decide({ rules, now, ...subject }: Question): Decision {
  const { noise } = subject.change;
  if (noise) return { action: "ignore", by: { rule: `noise:${noise.rule}` } };

  const passedOver: { rule: string; reason: string }[] = [];
  for (const rule of rules) {
    if (!matches(rule.when, subject)) continue;
    const reason = unsafe(rule.then, subject) ?? runOut(rule, subject, now);
    if (reason === undefined) return decisionOf(rule, subject, now, passedOver);
    passedOver.push({ rule: rule.name, reason });
  }
  const otherwise: Decision = subject.change.managedBy ? { action: "ignore", by: { rule: "managed-by" } } : { action: "alert", by: { rule: "default" } };
  return { ...otherwise, ...(passedOver.length > 0 && { passedOver }) };
}

/** Why a rule may not decide this, whatever it says. A person may decide some of it. */
function unsafe(action: Action, { drift, change }: Case): string | undefined {
  switch (action) {
    case "ignore":
    case "alert":
      return undefined;
    case "revert":
      if (change.managedBy) return "another stack's resource made it, and would make it again";
      return change.tier === "declared" ? undefined : "only what the program sets can be reverted";
    case "hold":
      return change.opensAccess ? "what opens access is held by a person, not by a rule" : undefined;
    case "adopt":
      if (change.opensAccess) return "what opens access is adopted by a person, not by a rule";
      if (drift.kind === "deleted") return "a deletion cannot be adopted";
      if (change.tier !== "declared") return "only what the program sets can be adopted";
      if (change.replaces) return "adopting would replace the resource";
      return isMasked(change.actual) || isMasked(change.expected) ? "a secret cannot be adopted" : undefined;
  }
}

/** An end that has passed ends the rule; one that was to be kept (`within`) only makes it overdue. */
function runOut(rule: Rule, subject: Case, now: Date): string | undefined {
  const end = endOf(rule, subject, now);
  return end === undefined || rule.within !== undefined || end > now ? undefined : `ran out ${end.toISOString()}`;
}

function decisionOf(rule: Rule, subject: Case, now: Date, passedOver: Decision["passedOver"]): Decision {
  const end = endOf(rule, subject, now);
  return {
    action: rule.then,
    by: { rule: rule.name },
    ...(end && { until: end.toISOString() }),
    ...(rule.owner !== undefined && { owner: rule.owner }),
    ...(rule.within !== undefined && end !== undefined && end <= now && { overdue: true }),
    ...(passedOver && passedOver.length > 0 && { passedOver }),
  };
}

function endOf(rule: Rule, { change }: Case, now: Date): Date | undefined {
  if (rule.until !== undefined) return new Date(rule.until);
  const span = rule.for ?? rule.within;
  if (span === undefined) return undefined;
  const start = isAttributed(change.attribution) ? new Date(change.attribution.event.time) : now;
  return new Date(start.getTime() + span);
}
