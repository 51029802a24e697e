import { endOf } from "./clock";
import { forbiddenToRules } from "./mayDecide";
import type { Case } from "./case";
import { unmetCondition } from "./matches";
import type { Rule } from "./rule";

/** What became of one rule. */
export type Tried =
  | { readonly rule: Rule; readonly outcome: "decides"; readonly end?: Date | undefined }
  /** It matched, and may not decide so, or no longer. */
  | { readonly rule: Rule; readonly outcome: "passed-over"; readonly reason: string }
  /** @property condition the first that does not hold */
  | { readonly rule: Rule; readonly outcome: "no-match"; readonly condition: string };

export interface Clock {
  readonly now: Date;
  /** How far off the end of what is ignored may lie, in milliseconds. */
  readonly ignoreMax: number;
}

/** In order, up to the one that decides: that is the last one then. */
export function tryRules(rules: readonly Rule[], subject: Case, clock: Clock): readonly Tried[] {
  const tried: Tried[] = [];
  for (const rule of rules) {
    const one = tryRule(rule, subject, clock);
    tried.push(one);
    if (one.outcome === "decides") break;
  }
  return tried;
}

export function tryRule(rule: Rule, subject: Case, { now, ignoreMax }: Clock): Tried {
  const condition = unmetCondition(rule.when, subject, now);
  if (condition !== undefined) return { rule, outcome: "no-match", condition };
  const end = endOf(rule, subject, now);
  const reason = forbiddenToRules(rule.then, subject) ?? runOut(rule, end, now) ?? (rule.then === "ignore" ? cameBack(rule, subject, end, { now, ignoreMax }) : undefined);
  return reason === undefined ? { rule, outcome: "decides", end } : { rule, outcome: "passed-over", reason };
}

/** An end that has passed ends the rule; one that was to be kept (`within`) only makes it overdue. */
function runOut({ within }: Rule, end: Date | undefined, now: Date): string | undefined {
  return end === undefined || within !== undefined || end > now ? undefined : `ran out ${end.toISOString()}`;
}

/** What is ignored is told again when it gets worse, unless the rule says that it is meant for that, too. */
function cameBack({ when }: Rule, { history }: Case, end: Date | undefined, { now, ignoreMax }: Clock): string | undefined {
  if (end !== undefined && end.getTime() - now.getTime() > ignoreMax) return `its end, ${end.toISOString()}, is further off than limits.ignoreMax allows`;
  return history?.state === "worse" && when.state === undefined ? "it is worse than when it was ignored" : undefined;
}
