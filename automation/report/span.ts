import { say, words, type Phrase } from "./phrase";

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
] as const;

/** `3 d`, in the largest unit that fills. @param milliseconds not negative */
export function spanPhrase(milliseconds: number): Phrase {
  const unit = UNITS.find(([, length]) => milliseconds >= length);
  return unit === undefined ? say`less than a minute` : say`${Math.floor(milliseconds / unit[1])} ${words(unit[0])}`;
}

/** From one ISO 8601 time to another; 0 where clocks disagree. */
export function spanBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}
