import type { Confidence } from "../../policypack/model";
import type { Judged } from "./judge";
import { known } from "./known";
import { attributions, scoreOf } from "./score";

const levels: readonly Confidence[] = ["proven", "likely", "possible"];

/** What a person reads: a line for each level, and a line for each finding that is not as the label says. */
export function describe(title: string, judged: readonly Judged[]): string {
  const findings = judged.map(({ finding }) => finding);
  const score = scoreOf(judged);
  const changes = judged.filter(({ label }) => label.truth !== undefined).length;
  return [
    `${title}: ${judged.length} cases, ${changes} changed and ${judged.length - changes} untouched`,
    ...levels.map((level) => {
      const { right, all } = attributions(findings, level);
      return `  precision ${level.padEnd(8)} ${figure(score.precision[level])}  (${right} of ${all})`;
    }),
    `  recall             ${figure(score.recall)}`,
    `  untouched, blamed  ${score.untouchedBlamed} of ${judged.length - changes}`,
    ...complaintsOf(judged).map(({ what, line }) => `  ${line}${Object.hasOwn(known, what) ? ` [known: ${known[what] ?? ""}]` : ""}`),
  ].join("\n");
}

export interface Complaint {
  /** The label's name. */
  readonly what: string;
  readonly line: string;
}

/** Every answer that is not as the label says, or less sure. */
export function complaintsOf(judged: readonly Judged[]): readonly Complaint[] {
  return judged.flatMap((one) => {
    const line = complain(one);
    return line === undefined ? [] : [{ what: one.label.what, line }];
  });
}

function complain({ label, finding }: Judged): string | undefined {
  switch (finding.verdict) {
    case "clear":
      return undefined;
    case "right":
      return finding.weaker ? `weaker: ${label.what}: ${finding.confidence}, though the records support ${label.truth?.least ?? "more"}` : undefined;
    case "missed":
      return `missed: ${label.what}: ${finding.why}`;
    case "wrong":
    case "blamed":
      return `${finding.verdict} (${finding.confidence}): ${label.what}: ${finding.why}`;
  }
}

function figure(value: number | null): string {
  return value === null ? "   –" : value.toFixed(2);
}
