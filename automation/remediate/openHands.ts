import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import type { OpenDrift } from "../../policypack/model";
import { compareStack, withAbsorbed, type Masker, type NoiseRuleName } from "../compare";
import { readStack, type StackRef, type StackSetting } from "../estate";
import { firstError } from "../estate/firstError";
import { CommandFailed, runPulumi } from "../estate/runPulumi";
import { previewProgram } from "../gate";
import { observeStack, type ObserveRequest } from "../observeStack";
import { loadAutomationApi, secretsEnvironment, secretsSettings } from "../refresh";
import type { Hands, Sight } from "./hands";
import type { Target } from "./remediationReport";

export interface HandsOptions extends Omit<ObserveRequest, "isExcluded" | "access" | "tell" | "signal"> {
  readonly ref: StackRef;
  /** The environment of the stack's own updates. */
  readonly env: ObserveRequest["env"];
  readonly settings: readonly StackSetting[];
  readonly masker: Masker;
  readonly noiseOff: ReadonlySet<NoiseRuleName>;
  readonly openDrift: OpenDrift;
  /** The folder of the program; absent where only adoptions can be carried out. */
  readonly program?: string | undefined;
  readonly signal: AbortSignal;
}

/** The engine's hands on one stack, with the credentials that an `up` has: those of its state and environment. */
export function openHands(options: HandsOptions): Hands {
  const { ref, program, signal } = options;
  return {
    look: (target) => look(target, options),
    preview: async ({ urn }, { refresh: looking }) => {
      if (program === undefined) return { steps: [], refreshed: new Set(), violations: [], problem: { code: "preview-failed", message: "its program is not known" } };
      const plan = await previewProgram(ref.name, { ...options, program, refresh: looking, policyPacks: [], policyPackConfigs: [], targets: [urn], signal });
      return plan.problem === undefined ? plan : { ...plan, problem: { ...plan.problem, message: options.masker.redactText(plan.problem.message) } };
    },
    update: ({ urn }) => (program === undefined ? Promise.resolve("its program is not known") : run(["up", "--stack", ref.name, "--target", urn, "--refresh"], program, options)),
    refresh: (target) => refresh(target, options),
    recorded: async () => {
      const read = await readStack(ref, options);
      return "problem" in read ? undefined : read.deployment.resources;
    },
  };
}

async function look({ urn, type, action }: Target, options: HandsOptions): Promise<Sight | { readonly problem: string }> {
  const { ref, settings, masker } = options;
  const access = { accounts: [], originalCredentials: [], settings };
  const seen = await observeStack(ref, { ...options, access, isExcluded: (other) => other !== type, tell: () => undefined });
  if (!("state" in seen)) return { problem: seen.problem.message };
  const { state, observations } = seen;
  const compared = compareStack(state, observations, masker, options.noiseOff);
  const unchecked = compared.resources.unchecked.find((one) => one.urn === urn);
  if (unchecked !== undefined) return { problem: observations.problem?.message ?? unchecked.reason };
  // Once it is adopted, that the state has it is no drift.
  const drifts = action === "adopt" ? compared.drifts : withAbsorbed(state, observations.observations, compared, options.openDrift, masker);
  const open = drifts
    .filter(({ resource }) => resource.urn === urn)
    .flatMap(({ changes }) => changes)
    .filter(({ tier, noise }) => tier === "declared" && noise === undefined);
  return { resources: state.deployment.resources, open: new Map(open.map(({ fingerprint, path: at, valueDigest }) => [fingerprint, { path: at, valueDigest }])) };
}

/** In a folder of its own: a refresh needs no program, and must not be led by one that is on its way. */
async function refresh({ urn }: Target, options: HandsOptions): Promise<string | undefined> {
  const { ref, pulumi, env, scratch } = options;
  const read = await readStack(ref, options);
  if ("problem" in read) return read.problem.message;
  const { LocalWorkspace } = await loadAutomationApi();
  const folder = await mkdtemp(path.join(scratch, "adopt-"));
  const own = { ...secretsEnvironment(read.deployment), ...env };
  await LocalWorkspace.create({ workDir: folder, projectSettings: { name: ref.project, runtime: "nodejs" }, ...secretsSettings(ref.stack, read.deployment), envVars: own, pulumiCommand: pulumi });
  return run(["refresh", "--stack", ref.name, "--target", urn], folder, { ...options, env: own });
}

/**
 * Without the signal: the CLI gets a terminal's Ctrl-C by itself, and ends when the provider has answered; to end it in
 * the middle of a write would leave nobody knowing what was written.
 */
async function run(words: readonly string[], cwd: string, { pulumi, env, masker }: HandsOptions): Promise<string | undefined> {
  try {
    await runPulumi(pulumi, [...words, "--yes", "--skip-preview", "--color", "never", "--suppress-outputs"], { cwd, env });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandFailed)) return error instanceof Error ? error.message : String(error);
    const { stdout, stderr } = error.output;
    // What a provider says may quote a value; the secrets of the resource were learnt when it was looked at.
    return masker.redactText(firstError(stderr) ?? firstError(stdout) ?? "the Pulumi CLI failed without a message");
  }
}
