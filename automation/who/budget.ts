import { setTimeout as sleep } from "node:timers/promises";

/** The time that somebody waits for an answer. */
export interface Budget {
  /** Milliseconds; not negative. */
  left(): number;
  /** Aborted when the time is up, or who waits has been interrupted. */
  readonly signal: AbortSignal;
  /** What the work gives, or undefined where it does not end although the time is up: it then goes on unheard. */
  within<T>(work: Promise<T>): Promise<T | undefined>;
}

// What heeds the signal answers at once, with what had arrived: much for one thread to do, if a page has just come in.
const GRACE_MS = 250;

export function openBudget(milliseconds: number, now: () => number, interrupted?: AbortSignal): Budget {
  const end = now() + milliseconds;
  const signal = AbortSignal.any([AbortSignal.timeout(milliseconds), ...(interrupted === undefined ? [] : [interrupted])]);
  const left = () => (signal.aborted ? 0 : Math.max(0, end - now()));
  return {
    left,
    signal,
    within: async (work) => {
      const answered = new AbortController();
      // A timer of its own, because a signal's lets the process end.
      const late = sleep(left(), undefined, { signal: AbortSignal.any([signal, answered.signal]) }).catch(() => undefined);
      try {
        return await Promise.race([work, late.then(() => sleep(GRACE_MS, undefined, { signal: answered.signal }))]);
      } finally {
        answered.abort();
      }
    },
  };
}
