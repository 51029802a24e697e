import { once } from "node:events";

/** Whoever asked does not wait any longer. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  constructor(signal: AbortSignal) {
    const reason: unknown = signal.reason;
    const isLate = reason instanceof Error && reason.name === "TimeoutError";
    super(`reading was stopped before its end: ${isLate ? "the time was up" : "it was interrupted"}`);
  }
}

/**
 * What the work gives; what cannot be aborted itself goes on unheard.
 * @throws {Stopped} as soon as the signal says so; where it has already, without any work
 */
export async function unlessStopped<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work();
  const isOver = () => signal.aborted;
  if (isOver()) throw new Stopped(signal);
  const ended = new AbortController();
  try {
    return await Promise.race([work(), rejectAt(signal, ended.signal)]);
  } catch (error) {
    // The work may have heard of it first, and says so in its own words.
    throw isOver() ? new Stopped(signal) : error;
  } finally {
    ended.abort();
  }
}

async function rejectAt(signal: AbortSignal, ended: AbortSignal): Promise<never> {
  await once(signal, "abort", { signal: ended });
  throw new Stopped(signal);
}
