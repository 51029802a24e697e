import type { Problem, ResolvedChange, StackReport, Standing } from "../policypack/model";
import { claimable, compareStack, withAbsorbed, type NoiseRuleName } from "./compare";
import { decideStack, type DecisionContext, type UndecidedStack } from "./decideStack";
import type { StackRef, StateResource } from "./estate";
import { investigate, type InvestigationContext } from "./investigate";
import { endedChanges, readSightings, type Ledger } from "./ledger";
import { observeStack, type ObserveRequest } from "./observeStack";
import type { RealityCheck } from "./reality";
import { uncheckedStack } from "./stackReport";
import { tellEndings } from "./tellEndings";

export interface CheckRequest extends ObserveRequest, Omit<InvestigationContext, "seenBefore" | "blamedBefore">, DecisionContext {
  /** Rules by which no difference is noise. */
  readonly noiseOff: ReadonlySet<NoiseRuleName>;
  readonly ledger: Ledger;
  /** Absent: no policy pack is asked. */
  readonly reality?: RealityCheck | undefined;
}

export interface CheckedStack {
  /** As far as the states of the other stacks were known. */
  readonly report: StackReport;
  /** To be decided again when all of them are. Absent where nothing was found. */
  readonly undecided?: UndecidedStack;
  /** As the scan began, and how what was open in it has ended. Absent where the ledger could not be read. */
  readonly remembered?: { readonly standing: Standing; readonly endings: readonly ResolvedChange[] };
  /** Why the ledger could not be read. */
  readonly forgotten?: unknown;
  /** Of what drifted, was not checked or is adopted; a night's states together would not fit into memory. Absent where not read. */
  readonly recorded?: readonly StateResource[];
  /** Besides what keeps the stack from being checked. */
  readonly problems?: readonly Problem[] | undefined;
}

/** The road of one stack: refresh → doubt → compare → audit and attribute → decide. */
export async function checkStack(ref: StackRef, request: CheckRequest): Promise<CheckedStack> {
  const [seen, { standing, forgotten }] = await Promise.all([observeStack(ref, request), recall(ref, request)]);
  if (!("state" in seen)) return { report: uncheckedStack(ref.name, seen.problem), ...(standing && { remembered: { standing, endings: [] } }), forgotten };
  const { state, observations } = seen;
  const { openDrift, ...sightings } = await readSightings(request.ledger.store, ref.name);
  const compared = compareStack(state, observations, request.masker, request.noiseOff);
  const drifts = withAbsorbed(state, observations.observations, compared, openDrift, request.masker);
  const [{ attributed, ...findings }, judged] = await Promise.all([investigate(state, drifts, { ...request, ...sightings }), request.reality?.(state, observations, drifts)]);
  const open = new Set([...drifts.map(({ resource }) => resource), ...compared.resources.unchecked, ...(openDrift?.adoptions ?? [])].map(({ urn }) => urn));
  const undecided: UndecidedStack = {
    stack: ref.name,
    problem: observations.problem,
    resources: compared.resources,
    ...findings,
    attributed,
    violations: judged?.violations,
    claimable: claimable(drifts, observations.observations),
    standing,
  };
  request.claims.add(ref.name, state.deployment.resources);
  const report = decideStack(undecided, request);
  const endings = standing === undefined ? [] : await tellEndings(endedChanges(report, standing), seen, request);
  return { problems: judged?.problems, recorded: state.deployment.resources.filter(({ urn }) => open.has(urn)), undecided, report, ...(standing && { remembered: { standing, endings } }), forgotten };
}

/** A ledger that fails costs the history, not the scan. */
async function recall({ name }: StackRef, { ledger }: Pick<CheckRequest, "ledger">): Promise<{ readonly standing?: Standing | undefined; readonly forgotten?: unknown }> {
  try {
    return { standing: await ledger.standing(name) };
  } catch (error) {
    return { forgotten: error };
  }
}
