import type { Decision, PersonDecision } from "../model";
import { decisionOfPerson, lapsed } from "./said";
import type { Case } from "./case";
import type { Rule } from "./rule";
import { tryRules, type Tried } from "./tryRules";

/** How far off the end of what is ignored may lie where the configuration does not say, in milliseconds: a quarter of a year. */
export const IGNORE_MAX = 90 * 86_400_000;

export interface Question extends Case {
  readonly rules: readonly Rule[];
  /** The last that a person said about this change. */
  readonly said?: PersonDecision | undefined;
  readonly now: Date;
  /** `limits.ignoreMax`, in milliseconds. */
  readonly ignoreMax?: number | undefined;
}

/**
 * What happens to a change. What a person said comes before the rules for as long as it stands; of these the first that
 * matches and may decide so decides. Whatever would have decided before and may not, or no longer, is named in
 * `passedOver`. Where none is left, somebody is told, unless another stack set it. The same change is decided otherwise
 * at another time: whoever uses a decision later looks at its end again.
 */
export function decide({ rules, said, now, ignoreMax = IGNORE_MAX, ...subject }: Question): Decision {
  const { noise } = subject.change;
  if (noise) return { action: "ignore", by: { rule: `noise:${noise.rule}` } };

  const reason = said && lapsed(said, subject, now);
  if (said && reason === undefined) return decisionOfPerson(said, now);
  const tried = tryRules(rules, subject, { now, ignoreMax });
  const passedOver = [
    ...(said && reason !== undefined ? [{ rule: `person:${said.by.name}`, reason }] : []),
    ...tried.flatMap((one) => (one.outcome === "passed-over" ? [{ rule: one.rule.name, reason: one.reason }] : [])),
  ];
  return { ...(ofRule(tried.at(-1), now) ?? otherwise(subject)), ...(passedOver.length > 0 && { passedOver }) };
}

function ofRule(last: Tried | undefined, now: Date): Decision | undefined {
  if (last?.outcome !== "decides") return undefined;
  const { rule, end } = last;
  return {
    action: rule.then,
    by: { rule: rule.name },
    ...(end && { until: end.toISOString() }),
    ...(rule.owner !== undefined && { owner: rule.owner }),
    ...(rule.within !== undefined && end !== undefined && end <= now && { overdue: true }),
  };
}

function otherwise({ change }: Case): Decision {
  return change.managedBy ? { action: "ignore", by: { rule: "managed-by" } } : { action: "alert", by: { rule: "default" } };
}
