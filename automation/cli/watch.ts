import { setTimeout as sleep } from "node:timers/promises";
import { couldNotRead, type WhoReport } from "../who";

export interface Watch {
  readonly signal: AbortSignal;
  /** @param since milliseconds to look back */
  readonly look: (since: number) => Promise<WhoReport>;
  /** Told only the calls that are new. */
  readonly tell: (news: WhoReport) => Promise<void>;
  readonly complain: (gap: string) => Promise<void>;
}

// Events lag up to 15 minutes, and stand in the trail under the time of the call: twice that, in case of a bad day.
const LATE_MS = 30 * 60_000;

/** Looks again and again, until the signal. What is new is told once, and so is a trail that cannot be read any more. */
export async function watch(first: WhoReport, interval: number, { signal, look, tell, complain }: Watch): Promise<void> {
  const told = new Set(first.touches.map(({ event }) => event.id));
  const interrupted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => { resolve(undefined); }, { once: true });
  });
  let unread = couldNotRead(first);
  for (;;) {
    await Promise.race([interrupted, sleep(interval, undefined, { signal }).catch(() => undefined)]);
    const report = signal.aborted ? undefined : await Promise.race([interrupted, look(interval + LATE_MS)]);
    if (report === undefined) return;
    const news = report.touches.filter(({ event }) => !told.has(event.id));
    for (const { event } of news) told.add(event.id);
    if (news.length > 0) await tell({ ...report, touches: news.toReversed() });
    if (!unread && couldNotRead(report)) await complain(gapsOf(report));
    unread = couldNotRead(report);
  }
}

function gapsOf({ audit, notRead }: WhoReport): string {
  return [...new Set([...audit.flatMap(({ gaps }) => gaps), ...notRead])].join("\n");
}
