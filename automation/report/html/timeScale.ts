const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const STEPS = [5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];
// As many labels as fit beside each other.
const MOST_TICKS = 8;
// A single call needs a line to stand on.
const SHORTEST = HOUR;

export interface TimeScale {
  /** 0 to 1. @param time milliseconds since 1970 */
  readonly share: (time: number) => number;
  readonly ticks: readonly { readonly time: number; readonly label: string }[];
}

/** @param from @param to milliseconds since 1970 */
export function timeScale(from: number, to: number): TimeScale {
  const short = Math.max(0, SHORTEST - (to - from));
  const margin = short / 2 + (to - from + short) * 0.03;
  const [start, span] = [from - margin, to - from + 2 * margin];
  const step = STEPS.find((length) => span / length <= MOST_TICKS) ?? Math.ceil(span / MOST_TICKS / DAY) * DAY;
  const first = Math.ceil(start / step) * step;
  const times = Array.from({ length: Math.floor((start + span - first) / step) + 1 }, (_, index) => first + index * step);
  return {
    share: (time) => (time - start) / span,
    ticks: times.map((time, index) => ({ time, label: labelOf(time, step, index === 0) })),
  };
}

/** The date where it changes, else the time of the day; in UTC. */
function labelOf(time: number, step: number, isFirst: boolean): string {
  const iso = new Date(time).toISOString();
  const date = step >= 90 * DAY ? iso.slice(0, 7) : iso.slice(5, 10);
  if (step >= DAY || time % DAY === 0) return date;
  return isFirst ? `${date} ${iso.slice(11, 16)}` : iso.slice(11, 16);
}
