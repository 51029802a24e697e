import type { PulumiCommand } from "@pulumi/pulumi/automation";
import type { AttributedDrift, Drift, StackReport } from "../policypack/model";
import { judge, type Rule } from "../policypack/remediation";
import { compareStack, type NoiseRuleName } from "./compare";
import { readStack, type Backend, type StackRef, type StateResource } from "./estate";
import { investigate, type InvestigationContext } from "./investigate";
import { readSightings } from "./ledger";
import { refreshStack, type SharedProviders } from "./refresh";
import { stackReport, uncheckedStack } from "./stackReport";

export interface CheckRequest extends Omit<InvestigationContext, "seenBefore"> {
  readonly pulumi: PulumiCommand;
  readonly backend: Backend;
  readonly cwd: string;
  /** The whole environment of the CLI and its providers. */
  readonly env: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
  /** Rules by which no difference is noise. */
  readonly noiseOff: ReadonlySet<NoiseRuleName>;
  /** Folder of the open-drift files. */
  readonly ledger: string;
  /** A folder for copies of states, of this scan alone. */
  readonly scratch: string;
  /** For one stack. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly sharedProviders?: SharedProviders | undefined;
  /** No more stacks than these are held in memory. */
  readonly ahead: Turn;
  /** No more stacks than these are refreshed at once. */
  readonly turn: Turn;
}

export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

export interface CheckedStack {
  readonly report: StackReport;
  /** Of what drifted or was not checked; a night's states together would not fit into memory. Absent where not read. */
  readonly recorded?: readonly StateResource[];
}

/** The road of one stack: refresh → compare → audit and attribute → decide. */
export async function checkStack(ref: StackRef, request: CheckRequest): Promise<CheckedStack> {
  const seen = await request.ahead(async () => {
    const state = await readStack(ref, request);
    if ("problem" in state) return state;
    return { state, observations: await refreshStack(state, request) };
  });
  if (!("state" in seen)) return { report: uncheckedStack(ref.name, seen.problem) };
  const { state, observations } = seen;
  const { drifts, ...found } = compareStack(state, observations, request.masker, request.noiseOff);
  const { attributed, ...findings } = await investigate(state, drifts, { ...request, seenBefore: readSightings(request.ledger, ref) });
  const open = new Set([...drifts.map(({ resource }) => resource.urn), ...found.resources.unchecked.map(({ urn }) => urn)]);
  return {
    recorded: state.deployment.resources.filter(({ urn }) => open.has(urn)),
    report: stackReport({ stack: ref.name, problem: observations.problem, ...found, ...findings, drifts: attributed.map((drift) => decideDrift(ref.name, drift, request)) }),
  };
}

function decideDrift(stack: string, drift: AttributedDrift, { rules, now }: CheckRequest): Drift {
  return { ...drift, changes: drift.changes.map((change) => judge({ stack, drift, change, rules, now: now() })) };
}
