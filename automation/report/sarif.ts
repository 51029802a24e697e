import type { ScanReport, Severity } from "../../policypack/model";
import { decisionPhrase } from "./changeFacts";
import { changeStory } from "./changeStory";
import { cut } from "./cut";
import { jsonText } from "./json";
import { headlineText, notesOf, type Note } from "./notes";
import { placedChanges, type PlacedChange } from "./placedChanges";
import type { ReportFormat } from "./reportFormat";
import { fileUri, sourceLocation } from "./sourceLocation";
import { terminalPhrase, terminalText } from "./terminalText";

// GitHub takes 25,000 results a run and shows 5,000:
// https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
const MOST_RESULTS = 25_000;
const SHOWN_RESULTS = 5_000;
const LONGEST_NAME = 300;

// GitHub reads `security-severity` of the rule: above 9 is critical, from 7 on high, from 4 on medium.
const RULES: readonly { readonly severity: Severity; readonly level: "error" | "warning" | "note"; readonly score: string }[] = [
  { severity: "critical", level: "error", score: "9.5" },
  { severity: "high", level: "error", score: "8.0" },
  { severity: "medium", level: "warning", score: "5.5" },
  { severity: "low", level: "note", score: "2.0" },
];

/** One run. What was not checked is a notification of the tool, not a result: nobody can fix it in the code. */
export const sarif: ReportFormat = {
  description: "SARIF 2.1.0, for GitHub code scanning and other viewers of findings",
  render: (report) => jsonText(sarifLog(report)),
};

function sarifLog(report: ScanReport): object {
  const changes = placedChanges(report);
  const notes = notesOf(report);
  const { id, version, startedAt, finishedAt } = report.scan;
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "whodrift", version: plain(version), rules: RULES.map(rule) } },
        // GitHub's category is what stands before the last slash: each scan replaces the one before.
        automationDetails: { id: `whodrift/${plain(id).replaceAll("/", "-")}` },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: notes.every(({ level }) => level !== "error"),
            startTimeUtc: new Date(startedAt).toISOString(),
            endTimeUtc: new Date(finishedAt).toISOString(),
            toolExecutionNotifications: [
              notification("note", [headlineText(report)]),
              ...cutNotes(changes.length).map((text) => notification("warning", [text])),
              ...notes.map(({ level, title, lines, stack }) => notification(level, [title, ...lines], stack?.stack)),
            ],
          },
        ],
        results: changes.slice(0, MOST_RESULTS).map(result),
      },
    ],
  };
}

function cutNotes(amount: number): readonly string[] {
  if (amount <= SHOWN_RESULTS) return [];
  const left = amount - MOST_RESULTS;
  const shown = `${amount.toLocaleString("en-US")} changes, worst first: GitHub shows the first ${SHOWN_RESULTS.toLocaleString("en-US")}`;
  return [left > 0 ? `${shown}; the last ${left.toLocaleString("en-US")} are left out here, the json format has everything` : shown];
}

function rule({ severity, level, score }: (typeof RULES)[number]): object {
  return {
    id: `drift-${severity}`,
    name: `Drift${severity.charAt(0).toUpperCase()}${severity.slice(1)}`,
    shortDescription: { text: `Drift of ${severity} severity` },
    fullDescription: { text: `A property in AWS is not what Pulumi recorded; the change is of ${severity} severity.` },
    help: { text: "Undo it with pulumi up, or put the actual value into the program. The result says who changed it and what was decided." },
    defaultConfiguration: { level },
    properties: { "security-severity": score, tags: ["security", "drift"] },
  };
}

function result(placed: PlacedChange): object {
  const { change, drift, stack } = placed;
  const { title, what, details } = changeStory(placed);
  const index = RULES.findIndex(({ severity }) => severity === change.severity);
  const { file, line } = sourceLocation(drift.resource);
  const fingerprint = plain(change.fingerprint);
  return {
    ruleId: `drift-${change.severity}`,
    ruleIndex: index,
    level: RULES[index]?.level ?? "warning",
    message: message([`${title}: ${what}`, ...details]),
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: fileUri(file), uriBaseId: "%SRCROOT%" }, ...(line !== undefined && { region: { startLine: line } }) },
        logicalLocations: [{ name: plain(drift.resource.name), fullyQualifiedName: plain(drift.resource.urn), kind: "resource" }],
      },
    ],
    // GitHub knows an alert again by the first of these only.
    partialFingerprints: { primaryLocationLineHash: fingerprint, "whodrift/v1": fingerprint },
    ...(change.decision.action === "ignore" && { suppressions: [{ kind: "external", status: "accepted", justification: terminalPhrase(decisionPhrase(change.decision)) }] }),
    properties: { stack: plain(stack.stack), property: plain(change.path), decision: change.decision.action, opensAccess: change.opensAccess === true },
  };
}

function notification(level: Note["level"], lines: readonly string[], stack?: string): object {
  return { level, message: message(lines), ...(stack !== undefined && { properties: { stack: plain(stack) } }) };
}

/** Viewers make a link of `[text](target)` in a message (SARIF 3.11.6), and ours has none. */
function message(lines: readonly string[]): object {
  return { text: lines.join("\n").replaceAll("](", "] (") };
}

function plain(text: string): string {
  return terminalText(cut(text, LONGEST_NAME));
}
