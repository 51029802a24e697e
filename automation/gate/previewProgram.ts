import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { firstError } from "../estate/firstError";
import { CommandFailed, type Environment } from "../estate/runPulumi";
import { endingWithItsPlugins, loadAutomationApi } from "../refresh";
import { readPlanEvent, type PlanEvent, type PlannedStep } from "./planEvent";

export interface PreviewOptions {
  readonly pulumi: PulumiCommand;
  /** Where the program is. */
  readonly program: string;
  /** Whole: credentials, backend and passphrase as `pulumi up` will have them. */
  readonly env: Environment;
  readonly refresh: boolean;
  /** Absolute paths. */
  readonly policyPacks: readonly string[];
  readonly policyPackConfigs: readonly string[];
  readonly signal: AbortSignal;
  /** URNs that it is limited to. Default: none. */
  readonly targets?: readonly string[];
}

/** What an `up` of the program would do. */
export interface Plan {
  readonly steps: readonly PlannedStep[];
  /** URNs that were looked at in the cloud first. */
  readonly refreshed: ReadonlySet<string>;
  readonly violations: readonly Extract<PlanEvent, { readonly event: "violation" }>[];
  /** Why the plan is not complete. */
  readonly problem?: { readonly code: "interrupted" | "preview-failed"; readonly message: string };
}

/** Previews the program on disk, as `pulumi preview` does: nothing is written, neither to the backend nor to the cloud. */
export async function previewProgram(stackName: string, options: PreviewOptions): Promise<Plan> {
  const events: PlanEvent[] = [];
  const ended = await runPreview(stackName, options, (event) => events.push(event));
  // A replacement is told twice, and so is a step whose resource waits for another.
  const steps = new Map(events.flatMap((event) => (event.event === "step" ? [[`${event.step.op} ${event.step.urn}`, event.step] as const] : [])));
  const violations = events.filter((event) => event.event === "violation");
  const problem = ended?.code === "preview-failed" ? explain(ended, events) : ended;
  return {
    // The engine takes them as they come.
    steps: [...steps.values()].toSorted((one, other) => (one.urn < other.urn ? -1 : Number(one.urn > other.urn))),
    refreshed: new Set(events.flatMap((event) => (event.event === "refreshed" ? [event.urn] : []))),
    violations,
    ...(problem !== undefined && { problem }),
  };
}

async function runPreview(stackName: string, options: PreviewOptions, hear: (event: PlanEvent) => void): Promise<Plan["problem"]> {
  const { LocalWorkspace, Stack } = await loadAutomationApi();
  const unread: unknown[] = [];
  try {
    const workspace = await LocalWorkspace.create({ workDir: options.program, envVars: { ...options.env }, pulumiCommand: endingWithItsPlugins(options.pulumi) });
    // Selecting would change which stack the person at this machine has selected.
    workspace.selectStack = () => Promise.resolve();
    const stack = await Stack.select(stackName, workspace);
    await stack.preview({
      refresh: options.refresh,
      ...(options.targets !== undefined && { target: [...options.targets] }),
      policyPacks: [...options.policyPacks],
      policyPackConfigs: [...options.policyPackConfigs],
      color: "never",
      suppressProgress: true,
      signal: options.signal,
      onEvent: (raw) => {
        try {
          const event = readPlanEvent(raw);
          if (event !== undefined) hear(event);
        } catch (error) {
          unread.push(error);
        }
      },
    });
  } catch (error) {
    if (options.signal.aborted) return { code: "interrupted", message: "the preview was interrupted" };
    const said = error instanceof CommandFailed ? error.output.stderr : error instanceof Error ? error.message : String(error);
    return { code: "preview-failed", message: firstError(said) ?? "the Pulumi CLI failed without a message" };
  }
  return unread.length === 0 ? undefined : { code: "preview-failed", message: "a step of the preview could not be understood: this Pulumi CLI is not known to whodrift" };
}

// What the engine adds after the errors that count.
const SUMMARY = /^(preview|update) failed\s*$/;

/** What the events tell of a failure is nearer to its cause than stderr. A policy's refusal is none: it is told as such. */
function explain(problem: NonNullable<Plan["problem"]>, events: readonly PlanEvent[]): Plan["problem"] {
  const error = events.find((event) => event.event === "error" && !SUMMARY.test(event.message));
  if (error?.event === "error") return { ...problem, message: firstError(error.message) ?? problem.message };
  return events.some(({ event }) => event === "violation") ? undefined : problem;
}
