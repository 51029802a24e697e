import { median } from "./statistics";

/** Seconds by the clock on the wall, of one round. */
export interface Round {
  readonly scan: number;
  readonly xargs: number;
  /** Of the stacks that the loop was run on. */
  readonly loop: number;
  /** Of whodrift's own process; absent where the system does not tell. */
  readonly peakRssMiB?: number | undefined;
}

export interface Size {
  readonly stacks: number;
  /** How many of them the loop was run on: it takes so long that a sample must do. */
  readonly looped: number;
}

export interface Outcome {
  readonly ratioToXargs: number;
  readonly speedupOverLoop: number;
  readonly peakRssMiB: number | null;
  readonly scanSeconds: number;
  readonly xargsSeconds: number;
  /** For all stacks, by what the sample took. */
  readonly loopSeconds: number;
}

/**
 * What the rounds say together: medians, and for the ratios the median of the rounds' own, since what disturbs a round
 * disturbs all of it. Of memory it is the most.
 */
export function sumUp(rounds: readonly Round[], { stacks, looped }: Size): Outcome {
  const wholeLoop = ({ loop }: Round) => (loop * stacks) / looped;
  const peaks = rounds.flatMap(({ peakRssMiB }) => peakRssMiB ?? []);
  return {
    ratioToXargs: rounded(median(rounds.map(({ scan, xargs }) => scan / xargs))),
    speedupOverLoop: rounded(median(rounds.map((round) => wholeLoop(round) / round.scan))),
    peakRssMiB: peaks.length === 0 ? null : Math.ceil(Math.max(...peaks)),
    scanSeconds: rounded(median(rounds.map(({ scan }) => scan))),
    xargsSeconds: rounded(median(rounds.map(({ xargs }) => xargs))),
    loopSeconds: rounded(median(rounds.map(wholeLoop))),
  };
}

/** To three digits behind the point: what is behind them is noise. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** So many of them, spread over the whole list. */
export function sampleOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  return items.filter((_, index) => Math.floor(((index + 1) * count) / items.length) > Math.floor((index * count) / items.length));
}
