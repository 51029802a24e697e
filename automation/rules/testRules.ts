import type { Change, Decision, Drift, ScanReport } from "../../policypack/model";
import { decide, tryRule, tryRules, type Case, type Rule, type Tried } from "../../policypack/remediation";
import type { RulesTest, TestedChange } from "./rulesTest";

interface RulesAsked {
  readonly rules: readonly Rule[];
  /** `limits.ignoreMax`, in milliseconds. */
  readonly ignoreMax: number;
}

interface Tested {
  readonly change: TestedChange;
  /** The rules whose conditions all hold, wherever they stand. */
  readonly matching: ReadonlySet<string>;
}

/** As if these rules had decided when the scan ended: a saved report is decided the same tomorrow. What people said is left out. */
export function testRules(report: ScanReport, asked: RulesAsked): RulesTest {
  const now = new Date(report.scan.finishedAt);
  const tested = report.stacks.flatMap(({ stack, drifts }) => drifts.flatMap((drift) => drift.changes.map((change) => testChange(stack, drift, change, asked, now))));
  const timesTried = (rule: string, outcome: Tried["outcome"]) => tested.filter(({ change }) => change.tried.some((one) => one.rule === rule && one.outcome === outcome)).length;
  return {
    schema: "whodrift/rules-test@1",
    at: now.toISOString(),
    rules: asked.rules.map(({ name, then }) => ({
      name,
      then,
      matches: tested.filter(({ matching }) => matching.has(name)).length,
      decides: timesTried(name, "decides"),
      passedOver: timesTried(name, "passed-over"),
    })),
    changes: tested.map(({ change }) => change),
  };
}

function testChange(stack: string, drift: Drift, { decision: reported, history, ...change }: Change, { rules, ignoreMax }: RulesAsked, now: Date): Tested {
  const subject: Case = { stack, drift, change, history };
  const clock = { now, ignoreMax };
  const decision = decide({ ...subject, rules, ...clock });
  const hasSay = change.noise === undefined;
  return {
    change: {
      stack,
      urn: drift.resource.urn,
      path: change.path,
      fingerprint: change.fingerprint,
      decision,
      ...(!isSame(decision, reported) && { reported }),
      tried: hasSay ? tryRules(rules, subject, clock).map(told) : [],
    },
    matching: new Set(hasSay ? rules.filter((rule) => tryRule(rule, subject, clock).outcome !== "no-match").map(({ name }) => name) : []),
  };
}

function isSame(one: Decision, other: Decision): boolean {
  return one.action === other.action && "rule" in one.by && "rule" in other.by && one.by.rule === other.by.rule;
}

function told(tried: Tried): TestedChange["tried"][number] {
  const rule = tried.rule.name;
  switch (tried.outcome) {
    case "decides":
      return { rule, outcome: tried.outcome };
    case "passed-over":
      return { rule, outcome: tried.outcome, reason: tried.reason };
    case "no-match":
      return { rule, outcome: tried.outcome, condition: tried.condition };
  }
}
