import type { Confidence } from "../../policypack/model";
import type { Finding, Judged } from "./judge";

// What a security team would sign: no wrong name at all, and few left out.
const LEAST_PRECISION = 1;
const LEAST_RECALL = 0.95;

/**
 * precision: of the attributions at this level, how many have the right event and the right actor (whoever is named for
 * what nobody touched counts as wrong); null where there are none. recall: of the changes whose event is in the records
 * and explains them, how many are right at proven or likely. untouchedBlamed: untouched properties for which somebody
 * is named, at whatever level.
 */
export interface Score {
  readonly precision: Readonly<Record<Confidence, number | null>>;
  readonly recall: number | null;
  readonly untouchedBlamed: number;
  readonly cases: number;
}

export function scoreOf(judged: readonly Judged[]): Score {
  const findings = judged.map(({ finding }) => finding);
  const explained = judged.filter(({ label: { truth } }) => truth !== undefined && truth.least !== "possible");
  const recalled = explained.filter(({ finding }) => finding.verdict === "right" && finding.confidence !== "possible");
  return {
    precision: { proven: precisionOf(findings, "proven"), likely: precisionOf(findings, "likely"), possible: precisionOf(findings, "possible") },
    recall: ratio(recalled.length, explained.length),
    untouchedBlamed: findings.filter(({ verdict }) => verdict === "blamed").length,
    cases: judged.length,
  };
}

export function attributions(findings: readonly Finding[], level: Confidence): { readonly right: number; readonly all: number } {
  const at = findings.filter((finding) => "confidence" in finding && finding.confidence === level);
  return { right: at.filter(({ verdict }) => verdict === "right").length, all: at.length };
}

function precisionOf(findings: readonly Finding[], level: Confidence): number | null {
  const { right, all } = attributions(findings, level);
  return ratio(right, all);
}

export function isGoodEnough({ precision, recall }: Score): boolean {
  return [precision.proven ?? 1, precision.likely ?? 1].every((value) => value >= LEAST_PRECISION) && (recall ?? 1) >= LEAST_RECALL;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
