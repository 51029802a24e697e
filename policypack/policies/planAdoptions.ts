import { readPath, type OpenDriftEntry } from "../model";
import { inputsAlong, plainInputs } from "../openDrift/plainInputs";
import { judgeAdoption, unadoptable, type Adoption, type Edit } from "./adoption";
import { carryOut } from "./edit";
import { isHeld } from "./isHeld";
import { about, type AtHand } from "./known";
import { overwrites, type RefreshMode } from "./overwrites";
import type { Known } from "./policy";
import { utc } from "./told";

export interface AdoptionPlan {
  /** Where the program has the value before: the adopted one is to stand there. */
  readonly adopt: readonly { readonly entry: OpenDriftEntry; readonly edit: Edit }[];
  /** What somebody decided to adopt, and why it is not. */
  readonly undone: readonly { readonly entry: OpenDriftEntry; readonly reason: string }[];
}

export interface ResourceAtHand extends AtHand {
  readonly props: object;
}

/**
 * What is to happen to a resource's inputs. Of what the program has by now nothing is said.
 * @throws the SDK's `UnknownValueError` where a value that decides is not known yet, in a preview
 */
export function planAdoptions(resource: ResourceAtHand, known: Known, mode: RefreshMode, now: Date): AdoptionPlan {
  const adopt: { entry: OpenDriftEntry; edit: Edit }[] = [];
  const undone: { entry: OpenDriftEntry; reason: string }[] = [];
  for (const entry of about(known.adoptions, resource)) {
    const judged = judge(resource.props, entry);
    if (judged?.verdict === "has") continue;
    const reason = unadoptable(entry) ?? ranOut(entry, now) ?? (judged?.verdict === "moved-on" ? judged.reason : undefined);
    if (reason !== undefined) undone.push({ entry, reason });
    else if (judged?.verdict === "lacks") adopt.push({ entry, edit: judged.edit });
  }
  if (!disturbsHold(resource, adopt, known, mode, now)) return { adopt, undone };
  const reason = "it waits for another change of this resource that is held, and that the update would overwrite";
  return { adopt: [], undone: [...undone, ...adopt.map(({ entry }) => ({ entry, reason }))] };
}

/** One after the other: an edit moves what stands behind it in a list. */
export function adoptAll(props: object, { adopt }: AdoptionPlan): void {
  for (const { entry } of adopt) {
    const judged = judge(props, entry);
    if (judged?.verdict === "lacks") carryOut(props, judged.edit);
  }
}

/** Undefined of a deletion and of what cannot be read: these are never adopted. */
function judge(props: object, entry: OpenDriftEntry): Adoption | undefined {
  const path = readPath(entry.path);
  return path === undefined || path.length === 0 ? undefined : judgeAdoption(inputsAlong(props, path), path, entry);
}

/** Without adoptions there would be no update, and nothing that could overwrite what is held. */
function disturbsHold(resource: ResourceAtHand, adopt: AdoptionPlan["adopt"], known: Known, mode: RefreshMode, now: Date): boolean {
  const held = adopt.length === 0 ? [] : about(known.entries, resource).filter((entry) => isHeld(entry, now));
  if (held.length === 0) return false;
  const [before, after] = [plainInputs(resource.props), structuredClone(plainInputs(resource.props))];
  adoptAll(after, { adopt, undone: [] });
  return held.some((entry) => overwrites(after, entry, mode) && !overwrites(before, entry, mode));
}

function ranOut({ decision: { until } }: OpenDriftEntry, now: Date): string | undefined {
  return until !== undefined && new Date(until) <= now ? `the adoption ran out at ${utc(until)}, so the program's value is written` : undefined;
}
