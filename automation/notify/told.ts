import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson, isAttributed, type Change } from "../../policypack/model";
import type { AlertGroup, UncheckedStack } from "./alert";

const toldChangeSchema = z
  .strictObject({
    route: z.string(),
    fingerprint: z.string(),
    thread: z.string(),
    /** What of the change would be told again if it were another; see `markOf`. */
    mark: z.string(),
  })
  .readonly();

/** What a sink was told and what is open as far as it knows. */
export const toldSchema = z
  .strictObject({
    changes: z.array(toldChangeSchema).readonly(),
    unchecked: z.array(z.strictObject({ route: z.string(), stack: z.string() }).readonly()).readonly(),
  })
  .readonly();
export type Told = z.infer<typeof toldSchema>;

export const NOTHING_TOLD: Told = { changes: [], unchecked: [] };

// Of stacks that are gone nobody hears an end. More than this are open nowhere.
const MOST_TOLD = 20_000;

/** Adds what is told now by a route; of a change the newest counts. */
export function tellMore({ changes, unchecked }: Told, route: string, groups: readonly AlertGroup[], failed: readonly UncheckedStack[]): Told {
  const added = groups.flatMap(({ thread, changes: grouped }) => grouped.map(({ change }) => ({ route, fingerprint: change.fingerprint, thread, mark: markOf(change) })));
  const again = new Set(added.map(({ fingerprint }) => fingerprint));
  const stacks = new Set([...unchecked, ...failed].map(({ stack }) => stack));
  return { changes: [...changes.filter(({ fingerprint }) => !again.has(fingerprint)), ...added], unchecked: [...stacks].map((stack) => ({ route, stack })) };
}

export function boundTold({ changes, unchecked }: Told): Told {
  return { changes: changes.slice(-MOST_TOLD), unchecked: unchecked.slice(-MOST_TOLD) };
}

/** The value, how bad it is, since when it has been open, and whether it was break-glass use. */
export function markOf({ valueDigest, severity, history, attribution }: Change): string {
  return digestOf([valueDigest, severity, history?.firstSeen ?? "", isAttributed(attribution) && attribution.actor.breakGlass === true]);
}

/** Short, and of letters and digits: fit for file names, headers and keys of every receiver. */
export function digestOf(parts: readonly (string | boolean)[]): string {
  return createHash("sha256").update(canonicalJson(parts)).digest("hex").slice(0, 32);
}
