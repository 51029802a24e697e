import type { Change } from "../model";
import { decide, type Question } from "./decide";

/**
 * A change with its history and decision, and with the severity that the deciding rule gives it, if it gives one. Conditions
 * on `severity` see what the comparison found. Whether it opens access is a fact, and not a rule's to say.
 */
export function judge(question: Question): Change {
  const { change, rules, history } = question;
  const decision = decide(question);
  const decider = rules.find(({ name }) => "rule" in decision.by && decision.by.rule === name);
  return { ...change, severity: decider?.severity ?? change.severity, decision, ...(history && { history }) };
}
