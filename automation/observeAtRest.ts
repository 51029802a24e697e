import { isDeepStrictEqual } from "node:util";
import type { RunningUpdate, StackActivity, StackReading, StackRef, UnreadableStack } from "./estate";
import type { StackObservations } from "./refresh";

/** How one stack is read, refreshed, and looked at again. */
export interface Observer {
  readonly read: () => Promise<StackReading | UnreadableStack>;
  readonly refresh: (state: StackReading) => Promise<StackObservations>;
  /** Throws an Error whose message is a reason. */
  readonly lookAgain: () => Promise<StackActivity>;
  /** Where looking takes processes of the CLI, it is done only where something might be wrong. */
  readonly lookingIsCheap: boolean;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface Observed {
  readonly state: StackReading;
  readonly observations: StackObservations;
}

// Once more is enough for an update that ended meanwhile; a stack that is updated all the time would never be done.
const ATTEMPTS = 2;

// Small updates end in it, and stacks behind one with a stale lock do not wait long.
const PAUSES_MS = [5_000, 10_000] as const;

/**
 * Reads and refreshes a stack that nobody updates meanwhile. What a refresh sees while an update runs is the update's
 * own work: compared with the state from before, it would look like drift that somebody made. So whatever was seen
 * then is thrown away, and seen once more; in the end the stack is unchecked, as `being-updated`.
 */
export async function observeAtRest(ref: StackRef, observer: Observer): Promise<Observed | UnreadableStack> {
  for (let attempt = 1; ; attempt++) {
    const state = await readUnlocked(observer);
    if ("problem" in state) return state;
    if (state.activity.updating !== undefined) return beingUpdated(ref, state.activity.updating);
    const observations = await observer.refresh(state);
    if (observations.problem?.code === "cancelled") return { state, observations };
    if (!observer.lookingIsCheap && isQuiet(observations)) return { state, observations };
    const now = await lookAgain(ref, observer);
    if ("problem" in now) return now;
    if (now.updating === undefined && now.version === state.activity.version) return { state, observations };
    // It has had its time.
    const last = attempt === ATTEMPTS || observations.problem?.code === "timeout";
    if (last) return beingUpdated(ref, now.updating);
  }
}

async function readUnlocked({ read, wait }: Observer): Promise<StackReading | UnreadableStack> {
  let state = await read();
  for (const pause of PAUSES_MS) {
    if ("problem" in state || state.activity.updating === undefined) return state;
    await wait(pause);
    state = await read();
  }
  return state;
}

async function lookAgain(ref: StackRef, observer: Observer): Promise<StackActivity | UnreadableStack> {
  try {
    return await observer.lookAgain();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ref, problem: { code: "state-unreadable", message: `whether it was updated while it was refreshed is not known: ${reason}` } };
  }
}

/** Everything was read, and is as it is recorded: nothing is reported that an update could have made. */
function isQuiet({ observations, problem }: StackObservations): boolean {
  return problem === undefined && observations.every((observation) => observation.outcome === "read" && isDeepStrictEqual(observation.actual, observation.recorded));
}

function beingUpdated(ref: StackRef, running: RunningUpdate | undefined): UnreadableStack {
  return { ref, problem: { code: "being-updated", message: running === undefined ? CHANGED : describe(ref, running) } };
}

const CHANGED = "its state was written again while it was read, each time that it was tried: scan again when no update runs";

function describe({ name }: StackRef, { by, since }: RunningUpdate): string {
  const who = by === undefined ? "" : ` by ${by}`;
  const when = since === undefined ? "" : ` since ${since}`;
  return `an update is running${who}${when}: scan again when it has ended, or type \`pulumi cancel --stack ${name}\` if it has died and left its lock`;
}
