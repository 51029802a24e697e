import type { Absorbed } from "../../policypack/model";
import type { PastUpdate } from "../estate/stack";

/** A drift that is gone, although nobody has seen it reverted. */
export interface Vanished {
  /** When the last scan that saw it ended, as drift or as absorbed. */
  readonly since: string;
  /** What that scan said, where it was absorbed by then. */
  readonly earlier?: Absorbed | undefined;
}

// The files of a history have whole seconds; the state has fractions of them.
const RESOLUTION_MS = 1_000;

/**
 * Did a refresh bring the actual value into the state, or an `up` whose program has it? The engine notes when it last
 * recorded a resource with anything new (`modified`); what ran at that time wrote it. A whole `up` that succeeded
 * since then has found nothing to do, so the program has the value. One with `--target` proves nothing, nor does one
 * that failed: a refused `up --refresh` has recorded what it saw.
 *
 * @param modified of the resource, as recorded; an older CLI does not write it
 * @param updates the latest few, newest first: what ran before them is not known
 */
export function absorptionOf(modified: string | undefined, { since, earlier }: Vanished, updates: readonly PastUpdate[]): Absorbed | undefined {
  const writer = updates.findIndex((update) => modified !== undefined && isDuring(Date.parse(modified), update));
  const update = updates[writer];
  if (update === undefined) {
    const at = earlier?.at ?? isoTime(modified ?? since);
    return updates.some((one) => settles(one) && endedAfter(one, at)) ? undefined : { at, certain: earlier?.certain ?? false };
  }
  const later = updates.slice(0, writer);
  if (later.some(settles) || (isUp(update) && update.result === "succeeded")) return undefined;
  const others = [...later, ...updates.slice(writer + 1).filter((one) => endedAfter(one, since))];
  return { at: earlier?.at ?? update.to, certain: !isUp(update) && !others.some(isUp) && (earlier?.certain ?? true) };
}

/** Of a resource that was gone from the cloud, and is gone from the state now: by a refresh, or by an `up` whose program has it no more? */
export function absorbedDeletion({ since, earlier }: Vanished, updates: readonly PastUpdate[]): Absorbed | undefined {
  const recent = updates.filter((update) => endedAfter(update, earlier?.at ?? since));
  if (earlier !== undefined) return recent.some(settles) ? undefined : earlier;
  const at = recent.findIndex((update) => update.kind === "refresh" || (isUp(update) && update.result !== "succeeded"));
  const remover = recent[at];
  if (recent.slice(0, at < 0 ? undefined : at).some(settles)) return undefined;
  if (remover !== undefined) return { at: remover.to, certain: !recent.some(isUp) };
  return recent.length === updates.length ? { at: isoTime(since), certain: false } : undefined;
}

function isUp({ kind }: PastUpdate): boolean {
  return kind === "update" || kind === "destroy";
}

/** After it, the state is what the program says. */
function settles(update: PastUpdate): boolean {
  return isUp(update) && update.result === "succeeded" && update.partial !== true;
}

function isDuring(time: number, { from, to }: PastUpdate): boolean {
  return time >= Date.parse(from) && time < Date.parse(to) + RESOLUTION_MS;
}

function endedAfter({ to }: PastUpdate, time: string): boolean {
  return Date.parse(to) + RESOLUTION_MS > Date.parse(time);
}

function isoTime(text: string): string {
  return new Date(text).toISOString();
}
