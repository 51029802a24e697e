import { createHash } from "node:crypto";
import type { Severity } from "../../policypack/model";
import { changeStory } from "./changeStory";
import { cut } from "./cut";
import { jsonText } from "./json";
import { notesOf, type Note } from "./notes";
import { placedChanges, type PlacedChange } from "./placedChanges";
import type { ReportFormat } from "./reportFormat";
import { sourceLocation } from "./sourceLocation";
import { terminalText } from "./terminalText";

// A list of findings beside a merge request; nobody reads a novel there.
const LONGEST_DESCRIPTION = 2_000;
// The widget pages through them, but one job's report should stay a few megabytes.
const MOST_FINDINGS = 10_000;

const OF_CHANGE: Readonly<Record<Severity, GitlabSeverity>> = { critical: "blocker", high: "critical", medium: "major", low: "minor" };
const OF_NOTE: Readonly<Record<Note["level"], GitlabSeverity>> = { error: "critical", warning: "major", note: "info" };

type GitlabSeverity = "info" | "minor" | "major" | "critical" | "blocker";

interface Finding {
  readonly description: string;
  readonly check_name: string;
  /** GitLab tells new from old by it. */
  readonly fingerprint: string;
  readonly severity: GitlabSeverity;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export const gitlab: ReportFormat = {
  description: "code quality report of GitLab, shown beside a merge request",
  render: (report) => {
    const changes = placedChanges(report).filter(({ change }) => change.decision.action !== "ignore");
    const left = changes.length - MOST_FINDINGS;
    return jsonText([
      ...(left > 0 ? [finding(`${left.toLocaleString("en-US")} more changes, less severe, are left out; the json format has everything`, "cut", "info")] : []),
      ...notesOf(report).map(ofNote),
      ...changes.slice(0, MOST_FINDINGS).map(ofChange),
    ]);
  },
};

function ofChange(placed: PlacedChange): Finding {
  const { change, drift } = placed;
  const { title, what, details } = changeStory(placed);
  return { ...finding([`${title}: ${what}`, ...details].join(" | "), `drift-${change.severity}`, OF_CHANGE[change.severity], drift.resource), fingerprint: digest(change.fingerprint) };
}

function ofNote({ level, title, lines, stack }: Note): Finding {
  const check = level === "error" ? "not-checked" : level === "warning" ? "audit-gap" : "left-out";
  // The same tomorrow, whatever its numbers then.
  return { ...finding([title, ...lines].join(" | "), check, OF_NOTE[level]), fingerprint: digest(`${check}\n${stack?.stack ?? title}`) };
}

function finding(description: string, check: string, severity: GitlabSeverity, resource?: Parameters<typeof sourceLocation>[0]): Finding {
  const { file, line = 1 } = sourceLocation(resource);
  return {
    description: terminalText(cut(description, LONGEST_DESCRIPTION)),
    check_name: `whodrift/${check}`,
    fingerprint: digest(check),
    severity,
    location: { path: file, lines: { begin: line } },
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
