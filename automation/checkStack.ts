import type { StackReport } from "../policypack/model";
import { claimable, compareStack, withAbsorbed, type NoiseRuleName } from "./compare";
import { decideStack, type DecisionContext, type UndecidedStack } from "./decideStack";
import type { StackRef, StateResource } from "./estate";
import { investigate, type InvestigationContext } from "./investigate";
import { readSightings } from "./ledger";
import { observeStack, type ObserveRequest } from "./observeStack";
import { uncheckedStack } from "./stackReport";

export interface CheckRequest extends ObserveRequest, Omit<InvestigationContext, "seenBefore" | "blamedBefore">, DecisionContext {
  /** Rules by which no difference is noise. */
  readonly noiseOff: ReadonlySet<NoiseRuleName>;
  /** Folder of the open-drift files. */
  readonly ledger: string;
}

export interface CheckedStack {
  /** As far as the states of the other stacks were known. */
  readonly report: StackReport;
  /** To be decided again when all of them are. Absent where nothing was found. */
  readonly undecided?: UndecidedStack;
  /** Of what drifted, was not checked or is adopted; a night's states together would not fit into memory. Absent where not read. */
  readonly recorded?: readonly StateResource[];
}

/** The road of one stack: refresh → doubt → compare → audit and attribute → decide. */
export async function checkStack(ref: StackRef, request: CheckRequest): Promise<CheckedStack> {
  const seen = await observeStack(ref, request);
  if (!("state" in seen)) return { report: uncheckedStack(ref.name, seen.problem) };
  const { state, observations } = seen;
  const { openDrift, ...sightings } = readSightings(request.ledger, ref);
  const compared = compareStack(state, observations, request.masker, request.noiseOff);
  const drifts = withAbsorbed(state, observations.observations, compared, openDrift, request.masker);
  const { attributed, ...findings } = await investigate(state, drifts, { ...request, ...sightings });
  const open = new Set([...drifts.map(({ resource }) => resource), ...compared.resources.unchecked, ...(openDrift?.adoptions ?? [])].map(({ urn }) => urn));
  const undecided: UndecidedStack = {
    stack: ref.name,
    problem: observations.problem,
    resources: compared.resources,
    ...findings,
    attributed,
    claimable: claimable(drifts, observations.observations),
  };
  request.claims.add(ref.name, state.deployment.resources);
  return { recorded: state.deployment.resources.filter(({ urn }) => open.has(urn)), undecided, report: decideStack(undecided, request) };
}
