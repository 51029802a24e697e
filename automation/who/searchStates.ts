import pLimit from "p-limit";
import type { Masker } from "../compare";
import { BackendError, discoverStacks, mayMention, readStack, SelectionError, type Backend, type Selection, type StackRef } from "../estate";
import type { Environment, PulumiCli } from "../estate/runPulumi";
import { bestOwners, isOnly, ownersIn, type Owner } from "./owners";
import type { Subject } from "./subject";

export interface StatesRequest {
  readonly backend: Backend;
  readonly pulumi: PulumiCli;
  readonly cwd: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly selection: Selection;
}

export interface StatesSearched {
  /** Those that fit best; more than one where the words do not decide. */
  readonly owners: readonly Owner[];
  /** Stacks that were looked through. */
  readonly stacks: readonly string[];
  /** What was not looked through, and why. */
  readonly gaps: readonly string[];
}

// As many states as fit into any memory; of a service, as many processes as a small machine bears.
const AT_ONCE = 4;

/**
 * Looks for the owner in the states that were chosen; a URN chooses by itself. What cannot be read is a gap.
 * @throws {SelectionError} where stacks were named, and there are none such
 */
export async function searchStates(subject: Subject, request: StatesRequest, masker: Masker): Promise<StatesSearched> {
  const found = await findStacks(subject, request);
  if ("gap" in found) return { owners: [], stacks: [], gaps: [found.gap] };
  const turn = pLimit(AT_ONCE);
  const enough = new AbortController();
  const signal = AbortSignal.any([request.signal, enough.signal]);
  const searched = await Promise.all(
    found.stacks.map((ref) =>
      turn(async () => {
        const { owners, gap } = enough.signal.aborted ? NOTHING : await searchOne(ref, subject, { ...request, signal }, masker);
        const only = owners.find((owner) => isOnly(owner, subject));
        if (only !== undefined) enough.abort();
        return { name: ref.name, owners, gap, only };
      }),
    ),
  );
  const only = searched.find((one) => one.only !== undefined);
  if (only?.only !== undefined) return { owners: [only.only], stacks: [only.name], gaps: [] };
  return {
    owners: bestOwners(searched.flatMap(({ owners }) => owners)),
    stacks: searched.map(({ name }) => name),
    gaps: searched.flatMap(({ gap }) => gap ?? []),
  };
}

const NOTHING = { owners: [], gap: undefined };

async function findStacks(subject: Subject, request: StatesRequest): Promise<{ readonly stacks: readonly StackRef[] } | { readonly gap: string }> {
  const { selection, signal } = request;
  const isSaid = selection.stacks.length > 0;
  // Its stack is in a URN, so that the others need not be read.
  const own = subject.kind === "urn" && !isSaid ? { ...selection, all: false, stacks: [`*/${subject.project}/${subject.stack}`] } : selection;
  const isNamed = isSaid || own.all;
  try {
    return { stacks: await discoverStacks({ ...request, selection: own }) };
  } catch (error) {
    if (signal.aborted) return { gap: "the backend had not answered in time" };
    if (error instanceof BackendError || (error instanceof SelectionError && !isNamed)) return { gap: error.message };
    throw error;
  }
}

async function searchOne(ref: StackRef, subject: Subject, request: StatesRequest, masker: Masker): Promise<{ readonly owners: readonly Owner[]; readonly gap?: string }> {
  const isLate = () => request.signal.aborted;
  const late = { owners: [], gap: `${ref.name} was not searched in time` };
  if (isLate()) return late;
  if (!(await mayMention(ref, subject.text, request.backend))) return { owners: [] };
  const state = await readStack(ref, request, (deployment) => ownersIn({ ref, deployment, updates: [] }, subject, masker).length > 0);
  if (!("problem" in state)) return { owners: ownersIn(state, subject, masker) };
  return isLate() ? late : { owners: [], gap: `${ref.name}: ${state.problem.message}` };
}
