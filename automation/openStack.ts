import { allowAccess, readStack, RECORDED_ACCESS, stackEnvironment, type AccessRules, type Backend, type StackAtRest, type StackRef } from "./estate";
import type { PulumiCli } from "./estate/runPulumi";
import type { StackProblem } from "./stackReport";

export interface OpenRequest {
  readonly pulumi: PulumiCli;
  readonly backend: Backend;
  readonly cwd: string;
  /** The whole environment of the CLI and its providers. */
  readonly env: Readonly<Record<string, string>>;
  /** Absent: with the credentials that its state names, and the scan's environment. */
  readonly access?: AccessRules | undefined;
  readonly signal: AbortSignal;
}

/** A stack that has been read, and how it may be refreshed. */
export interface OpenStack {
  readonly state: StackAtRest;
  /** What is refreshed: the state, its providers with the roles that read them. */
  readonly copy: StackAtRest;
  /** What may not be read: URN → why. */
  readonly withheld: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
}

export interface ClosedStack {
  readonly problem: StackProblem;
}

const INTERRUPTED: ClosedStack = { problem: { code: "cancelled", message: "the scan was interrupted" } };

/** Reads a stack in its own environment, and with the rights that the configuration gives it. */
export async function openStack(ref: StackRef, request: OpenRequest): Promise<OpenStack | ClosedStack> {
  const { access = RECORDED_ACCESS } = request;
  const isInterrupted = () => request.signal.aborted;
  if (isInterrupted()) return INTERRUPTED;
  const own = stackEnvironment(ref.name, access.settings, request.env);
  if ("problem" in own) return own;
  const state = await readStack(ref, { ...request, env: own.env });
  // The signal ends the CLI that reads the state, too, and that is no fault of the state.
  if ("problem" in state) return isInterrupted() ? INTERRUPTED : state;
  return { state, ...allowAccess(state, access), env: own.env };
}
