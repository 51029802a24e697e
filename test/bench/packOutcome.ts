import { median } from "./statistics";

/** Milliseconds by the clock on the wall, of whole runs of the CLI. */
export interface PackRound {
  readonly one: Side;
  readonly many: Side;
}

interface Side {
  readonly empty: number;
  readonly whodrift: number;
}

export interface PackOutcome {
  readonly emptyMs: number;
  readonly whodriftMs: number;
  /** What the pack adds to a run over one resource: nearly all of it is its start. */
  readonly startMs: number;
  /** What it adds for each further resource. */
  readonly msPerResource: number;
}

/** Medians, and of what is added the median of the rounds' own differences: what disturbs a round disturbs all of it. */
export function sumUpPack(rounds: readonly PackRound[], resources: number): PackOutcome {
  const added = ({ empty, whodrift }: Side) => whodrift - empty;
  return {
    emptyMs: Math.round(median(rounds.map(({ one }) => one.empty))),
    whodriftMs: Math.round(median(rounds.map(({ one }) => one.whodrift))),
    startMs: Math.round(median(rounds.map(({ one }) => added(one)))),
    msPerResource: Math.round(median(rounds.map(({ one, many }) => (added(many) - added(one)) / (resources - 1))) * 1000) / 1000,
  };
}
