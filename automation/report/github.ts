import { changeStory } from "./changeStory";
import { cut } from "./cut";
import { headlineText, notesOf, type Note } from "./notes";
import { placedChanges, type PlacedChange } from "./placedChanges";
import type { ReportFormat } from "./reportFormat";
import { sourceLocation, type SourceLocation } from "./sourceLocation";

// A step shows ten of each level and drops the rest without a word:
// https://docs.github.com/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions
const MOST_OF_A_LEVEL = 10;
// Of what cannot be checked there may be much, and it must not hide who opened a door.
const NOTES_FIRST = 3;
// https://docs.github.com/rest/checks/runs: a title has 255 characters, a message 64 KB.
const LONGEST_TITLE = 180;
const LONGEST_MESSAGE = 8_000;

const LEVELS = ["error", "warning", "notice"] as const;
type Level = (typeof LEVELS)[number];

interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly lines: readonly string[];
  readonly at?: SourceLocation;
}

const OF_CHANGE: Readonly<Record<PlacedChange["change"]["severity"], Level>> = { critical: "error", high: "error", medium: "warning", low: "notice" };
const OF_NOTE: Readonly<Record<Note["level"], Level>> = { error: "error", warning: "warning", note: "notice" };

/** For the log of a step; the step's summary is the format markdown. */
export const github: ReportFormat = {
  description: "annotations of GitHub Actions, on the lines that declare what drifted",
  render: (report) => {
    const headline: Annotation = { level: "notice", title: "whodrift", lines: [headlineText(report)] };
    const notes = notesOf(report);
    const changes = placedChanges(report).filter(({ change }) => change.decision.action !== "ignore");
    return [headline, ...LEVELS.flatMap((level) => fitting(level, notes, changes))].map(command).join("");
  },
};

/** As many of a level as are shown, the last of which counts the rest. */
function fitting(level: Level, allNotes: readonly Note[], allChanges: readonly PlacedChange[]): readonly Annotation[] {
  const notes = allNotes.filter((note) => OF_NOTE[note.level] === level);
  const changes = allChanges.filter(({ change }) => OF_CHANGE[change.severity] === level);
  // The headline is a notice too.
  const room = level === "notice" ? MOST_OF_A_LEVEL - 1 : MOST_OF_A_LEVEL;
  const all = [...notes.slice(0, NOTES_FIRST), ...changes, ...notes.slice(NOTES_FIRST)];
  const kept = all.slice(0, all.length > room ? room - 1 : room).map((one) => ("change" in one ? ofChange(one) : ofNote(one)));
  if (all.length <= room) return kept;
  const left = (all.length - kept.length).toLocaleString("en-US");
  return [...kept, { level, title: `whodrift: ${left} more`, lines: [`GitHub shows ten ${level}s a step: ${left} more are in the step summary (markdown) and in the json format`] }];
}

function ofChange(placed: PlacedChange): Annotation {
  const { title, what, details } = changeStory(placed);
  return { level: OF_CHANGE[placed.change.severity], title, lines: [what, ...details], at: sourceLocation(placed.drift.resource) };
}

function ofNote({ level, title, lines }: Note): Annotation {
  return { level: OF_NOTE[level], title, lines };
}

function command({ level, title, lines, at }: Annotation): string {
  const properties = [
    ...(at ? [`file=${property(at.file)}`] : []),
    ...(at?.line === undefined ? [] : [`line=${String(at.line)}`]),
    `title=${property(cut(title, LONGEST_TITLE))}`,
  ];
  return `::${level} ${properties.join(",")}::${escaped(cut(lines.join("\n"), LONGEST_MESSAGE))}\n`;
}

// As the runner reads them back: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
