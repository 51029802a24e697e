import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { CommandFailed, type Environment } from "../estate/runPulumi";
import type { StackAtRest } from "../estate/stack";
import { loadAutomationApi } from "./automationApi";
import { endingWithItsPlugins } from "./endingWithItsPlugins";
import { readEvent, type RefreshEvent } from "./engineEvent";
import type { LeftOut, StackObservations } from "./observation";
import { listCheckable, observe, type Ending } from "./observe";
import { secretsEnvironment, secretsSettings } from "./secretsProvider";
import { writeScratchCopy, type ScratchCopy } from "./scratchCopy";
import { trySecondTime, type SecondTry } from "./secondTry";
import { refreshShared, type SharedProviders } from "./share";

// Read by the engine from the backend, and the scratch backend knows no other stack.
const STACK_REFERENCE = "pulumi:pulumi:StackReference";

export interface RefreshOptions {
  readonly pulumi: PulumiCommand;
  /** The whole environment of the CLI and its providers: credentials, PATH, PULUMI_CONFIG_PASSPHRASE… */
  readonly env: Environment;
  /** A folder of this scan; what is put there is gone when the refresh ends. */
  readonly scratch: string;
  /** For both tries together. */
  readonly timeoutMs: number;
  /** Default: none. */
  readonly secondTry?: SecondTry | undefined;
  /** Not to be read, and what is said of it. Default: none. What is part of it or depends on it is read all the same. */
  readonly leftOut?: LeftOut;
  readonly signal?: AbortSignal;
  /** Resources at once; the CLI's default is four for each processor. */
  readonly parallel?: number;
  /** Waits until the CLI may run, and runs it: what can be done before does not wait. Default: at once. */
  readonly turn?: <T>(run: () => Promise<T>) => Promise<T>;
  /** Called as each resource has been read. */
  readonly onRead?: () => void;
  /** Default: a provider process for each stack. */
  readonly sharedProviders?: SharedProviders | undefined;
}

interface Seen {
  readonly events: readonly RefreshEvent[];
  readonly ending: Ending;
}

/**
 * Reads every resource of a stack in its cloud and compares it with the recorded state, by the engine's own
 * preview-only refresh of a copy. Neither the program nor the real backend is touched. Whatever goes wrong is in
 * the answer; it throws only where the scratch folder cannot be written.
 */
export async function refreshStack(stack: StackAtRest, options: RefreshOptions): Promise<StackObservations> {
  const { leftOut = new Map() } = options;
  if (listCheckable(stack.deployment).every(({ urn }) => leftOut.has(urn))) return observe(stack.deployment, [], { how: "completed" }, leftOut);
  const folder = await mkdtemp(join(options.scratch, "stack-"));
  try {
    const copy = await writeScratchCopy(folder, stack);
    return await previewRefresh(stack, copy, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function previewRefresh(state: StackAtRest, copy: ScratchCopy, options: RefreshOptions): Promise<StackObservations> {
  try {
    const stack = await openCopy(state, copy, options);
    const refresh = () => refreshCopy(stack, state, options);
    return await (options.turn === undefined ? refresh() : options.turn(refresh));
  } catch (error) {
    return observe(state.deployment, [], { how: "failed", stderr: String(error) }, options.leftOut);
  }
}

async function refreshCopy(stack: Stack, state: StackAtRest, options: RefreshOptions): Promise<StackObservations> {
  const { sharedProviders, secondTry, onRead } = options;
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([timeout, ...(options.signal === undefined ? [] : [options.signal])]);
  const own = stack.workspace.envVars;
  const run = async (added: Environment): Promise<Seen> => {
    stack.workspace.envVars = { ...own, ...added };
    const events: RefreshEvent[] = [];
    const ending = await runRefresh(stack, state, { ...options, timeout, signal }, (event) => {
      events.push(event);
      if (event.event === "read") onRead?.();
    });
    return { events, ending };
  };
  const attempt = async () => {
    const { events, ending } = await (sharedProviders === undefined ? run({}) : refreshShared(sharedProviders, state.deployment, { ...options, signal }, run));
    return observe(state.deployment, events, ending, options.leftOut);
  };
  return secondTry === undefined ? attempt() : trySecondTime(attempt, secondTry, signal);
}

async function openCopy({ ref, deployment }: StackAtRest, copy: ScratchCopy, options: RefreshOptions): Promise<Stack> {
  const { LocalWorkspace, Stack } = await loadAutomationApi();
  const workspace = await LocalWorkspace.create({
    workDir: copy.workDir,
    // No program is run, so no language host is needed; a project must name a runtime all the same.
    projectSettings: { name: ref.project, runtime: "nodejs" },
    ...secretsSettings(ref.stack, deployment),
    envVars: { ...secretsEnvironment(deployment), ...options.env, PULUMI_BACKEND_URL: copy.backendUrl },
    pulumiCommand: endingWithItsPlugins(options.pulumi),
  });
  // The stack is known to exist, and selecting it would cost a process (a quarter of a small refresh).
  workspace.selectStack = () => Promise.resolve();
  return Stack.select(ref.stack, workspace);
}

interface Attempt extends RefreshOptions {
  readonly timeout: AbortSignal;
  /** The timeout's or the caller's. */
  readonly signal: AbortSignal;
}

async function runRefresh(stack: Stack, { deployment }: StackAtRest, options: Attempt, hear: (event: RefreshEvent) => void): Promise<Ending> {
  try {
    await stack.previewRefresh({
      onEvent: (raw) => {
        const event = readEvent(raw);
        if (event !== undefined) hear(event);
      },
      runProgram: false,
      color: "never",
      suppressProgress: true,
      exclude: deployment.resources.filter(({ type, urn }) => type === STACK_REFERENCE || options.leftOut?.has(urn) === true).map(({ urn }) => urn),
      signal: options.signal,
      ...(options.parallel !== undefined && { parallel: options.parallel }),
    });
    return { how: "completed" };
  } catch (error) {
    if (options.timeout.aborted) return { how: "timeout", seconds: options.timeoutMs / 1000 };
    if (options.signal.aborted) return { how: "cancelled" };
    if (!(error instanceof CommandFailed)) return { how: "failed", stderr: String(error) };
    const { stderr, signal } = error.output;
    return signal === undefined ? { how: "failed", stderr } : { how: "killed", signal };
  }
}
