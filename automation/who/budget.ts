import { setTimeout as sleep } from "node:timers/promises";

/** The time that somebody waits for an answer. */
export interface Budget {
  /** Milliseconds; not negative. */
  left(): number;
  /** What the work gives, or undefined where the time is up before: the work then goes on unheard. */
  within<T>(work: Promise<T>): Promise<T | undefined>;
}

export function openBudget(milliseconds: number, now: () => number): Budget {
  const end = now() + milliseconds;
  const left = () => Math.max(0, end - now());
  return {
    left,
    within: async (work) => {
      const timer = new AbortController();
      try {
        return await Promise.race([work, sleep(left(), undefined, { signal: timer.signal })]);
      } finally {
        timer.abort();
      }
    },
  };
}
