import type { OpenDriftEntry } from "../model";
import type { RefreshMode } from "./overwrites";
import { held, place, told, who, word } from "./told";

/** What is refused, why, on whose account, and how to go on. The first line stands alone. */
export function refusal(entry: OpenDriftEntry, stack: string, refresh: RefreshMode): string {
  return refuse(entry, stack, "this update would overwrite a change made outside Pulumi", reason(refresh));
}

/** @param others how many more changes of the same resource are held */
export function refusedDeletion(entry: OpenDriftEntry, stack: string, others: number): string {
  const more = others === 0 ? "" : `, as ${others === 1 ? "is one more change" : `are ${others} more changes`} of it`;
  return refuse(entry, stack, `this update deletes the resource and a change made outside Pulumi with it${more}`, "the program has the resource no more");
}

function refuse(entry: OpenDriftEntry, stack: string, what: string, why: string): string {
  const { actor, event, decision, actual, fingerprint } = entry;
  return told(`${place(entry)} is held: ${what}.`, [
    ...who({ actual, actor, event }),
    ["held by", held(decision)],
    ["refused", why],
    ["look", `whodrift scan --stack ${word(stack)}`],
    ["release", `whodrift decide ${word(fingerprint)} release --reason "…"`],
  ]);
}

function reason(refresh: RefreshMode): string {
  switch (refresh) {
    case "assume":
      return "the program's value is not the actual one, and this up is taken to refresh first";
    case "never":
      return "the resource's inputs are not those recorded, and the program does not have the actual value";
  }
}
