import { setTimeout as wait } from "node:timers/promises";
import { doubtDeletions, type Callers } from "./doubt";
import { allowAccess, lookAgain, readStack, RECORDED_ACCESS, stackEnvironment, type AccessRules, type Backend, type StackAtRest, type StackReading, type StackRef, type UnreadableStack } from "./estate";
import { observeAtRest, type Observed, type Observer } from "./observeAtRest";
import { listCheckable, refreshProviders, type PluginInstaller, type ProvidersOptions } from "./refresh";
import { needOf, NO_NEED, type Queue } from "./schedule";

export interface ObserveRequest extends Omit<ProvidersOptions, "withheld" | "turn" | "onRead"> {
  readonly backend: Backend;
  readonly cwd: string;
  /** Absent: with the credentials that its state names, and the scan's environment. */
  readonly access?: AccessRules | undefined;
  /** Asked where a provider finds nothing at all. */
  readonly callers: Callers;
  readonly signal: AbortSignal;
  readonly queue: Queue;
  readonly plugins: PluginInstaller;
  readonly tell: (event: StackEvent) => void;
}

/** How far one stack is. One that has nothing to be read, or whose state cannot be, is not told of. */
export type StackEvent =
  | { readonly kind: "started"; readonly stack: string; readonly resources: number }
  /** One resource more. */
  | { readonly kind: "read"; readonly stack: string }
  | { readonly kind: "refreshed"; readonly stack: string };

/** Reads a stack when its turn has come, and refreshes it in its own environment, with the rights that the configuration gives it. */
export async function observeStack(ref: StackRef, request: ObserveRequest): Promise<Observed | UnreadableStack> {
  const { access = RECORDED_ACCESS, queue } = request;
  const own = stackEnvironment(ref.name, access.settings, request.env);
  if ("problem" in own) return { ref, problem: own.problem };
  return queue.run({
    // The backend belongs to the whole scan, and a stack's own profile may not open it.
    read: () => readUninterrupted(ref, request),
    needOf: (read) => ("problem" in read ? NO_NEED : needOf(read.deployment)),
    work: (read) => observeAtRest(ref, observerOf(ref, read, request, { access, env: own.env })),
  });
}

async function readUninterrupted(ref: StackRef, request: ObserveRequest): Promise<StackReading | UnreadableStack> {
  const isInterrupted = () => request.signal.aborted;
  if (isInterrupted()) return { ref, problem: INTERRUPTED };
  const read = await readStack(ref, request);
  // The signal ends the CLI that reads the state, too, and that is no fault of the state.
  return "problem" in read && isInterrupted() ? { ref, problem: INTERRUPTED } : read;
}

const INTERRUPTED = { code: "cancelled", message: "the scan was interrupted" };

/** @param read the state as it was read when the stack's turn came */
function observerOf(
  ref: StackRef,
  read: StackReading | UnreadableStack,
  request: ObserveRequest,
  { access, env }: { readonly access: AccessRules; readonly env: ObserveRequest["env"] },
): Observer {
  let first: StackReading | UnreadableStack | undefined = read;
  return {
    read: () => {
      const state = first === undefined ? readUninterrupted(ref, request) : Promise.resolve(first);
      first = undefined;
      return state;
    },
    refresh: async (state) => {
      const problem = await request.plugins(state.deployment);
      if (problem !== undefined) return { observations: [], problem };
      const { copy, withheld } = allowAccess(state, access);
      const seen = await refreshProviders(copy, { ...request, env, withheld, ...followed(ref, copy, request) });
      return doubtDeletions(copy, seen, { ...request, env });
    },
    lookAgain: () => lookAgain(ref, request),
    lookingIsCheap: request.backend.kind !== "remote",
    wait: (milliseconds) => wait(milliseconds, undefined, { signal: request.signal }).catch(() => undefined),
  };
}

/** The stack's turn, and what is heard of it. */
function followed({ name: stack }: StackRef, { deployment }: StackAtRest, { queue, tell }: ObserveRequest): Pick<ProvidersOptions, "turn" | "onRead"> {
  return {
    turn: (refresh) =>
      queue.turn(async () => {
        tell({ kind: "started", stack, resources: listCheckable(deployment).length });
        const seen = await refresh();
        tell({ kind: "refreshed", stack });
        return seen;
      }),
    onRead: () => {
      tell({ kind: "read", stack });
    },
  };
}
