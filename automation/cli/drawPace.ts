import { visible } from "../report/visible";
import { timeLeft, type Pace, type Running } from "./pace";

export interface Space {
  readonly columns: number;
  readonly rows: number;
}

/** More is not read, and a wide terminal that is made narrower folds what is longer. */
const WIDEST = 100;
/** The line below the view, where the cursor is, and the last one that was kept. */
const BESIDE = 2;

/** The lines of the live view: a headline, and the stacks that run, the longest first. None before a scan has begun. */
export function drawPace(pace: Pace, now: number, { columns, rows }: Space): readonly string[] {
  if (pace.since === 0) return [];
  // The last column is left free: some terminals fold a line that fills it.
  const width = Math.min(columns - 1, WIDEST);
  const room = Math.max(0, rows - BESIDE - 1);
  const running = [...pace.running].toSorted(([, one], [, other]) => one.since - other.since);
  const shown = running.length <= room ? running : running.slice(0, Math.max(0, room - 1));
  const hidden = running.length - shown.length;
  const lines = [
    headline(pace, now),
    ...shown.map(([name, stack]) => describeRunning(name, stack, now, width)),
    ...(hidden > 0 && room > 0 ? [`  and ${hidden} more`] : []),
  ];
  return lines.map((line) => shorten(line, width));
}

function headline(pace: Pace, now: number): string {
  const left = timeLeft(pace, now);
  return [
    `${pace.done} of ${pace.stacks} stacks`,
    ...(pace.drifted > 0 ? [`${pace.drifted} drifted`] : []),
    ...(pace.incomplete > 0 ? [`${pace.incomplete} not checked`] : []),
    describeTime(now - pace.since),
    ...(left === undefined ? [] : [`about ${describeTime(roughly(left))} left`]),
  ].join(", ");
}

function describeRunning(name: string, stack: Running, now: number, width: number): string {
  const how = `  ${describeTime(now - stack.since)}, ${phaseOf(stack)}`;
  return `  ${shorten(visible(name), Math.max(1, width - how.length - 2))}${how}`;
}

function phaseOf({ read, resources, refreshed }: Running): string {
  if (refreshed) return "judging what was read";
  return read === 0 ? "starting" : `${read} of ${resources} resources`;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** Nobody can tell to the second what is to come. */
function roughly(milliseconds: number): number {
  const step = milliseconds < MINUTE_MS ? 5 * SECOND_MS : MINUTE_MS;
  return Math.ceil(milliseconds / step) * step;
}

function describeTime(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / SECOND_MS);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** By code point, so that no half of one is left. A wide character takes two columns: the library then folds the line. */
function shorten(text: string, longest: number): string {
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, Math.max(0, longest - 1)).join("")}…`;
}
