import type { AttributedDrift, Drift, StackReport } from "../policypack/model";
import { judge, type Rule } from "../policypack/remediation";
import { compareStack, type NoiseRuleName } from "./compare";
import type { StackRef, StateResource } from "./estate";
import { investigate, type InvestigationContext } from "./investigate";
import { readSightings } from "./ledger";
import { observeStack, type ObserveRequest } from "./observeStack";
import { stackReport, uncheckedStack } from "./stackReport";

export interface CheckRequest extends ObserveRequest, Omit<InvestigationContext, "seenBefore"> {
  readonly rules: readonly Rule[];
  /** Rules by which no difference is noise. */
  readonly noiseOff: ReadonlySet<NoiseRuleName>;
  /** Folder of the open-drift files. */
  readonly ledger: string;
}

export interface CheckedStack {
  readonly report: StackReport;
  /** Of what drifted or was not checked; a night's states together would not fit into memory. Absent where not read. */
  readonly recorded?: readonly StateResource[];
}

/** The road of one stack: refresh → doubt → compare → audit and attribute → decide. */
export async function checkStack(ref: StackRef, request: CheckRequest): Promise<CheckedStack> {
  const seen = await observeStack(ref, request);
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
