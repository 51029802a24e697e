import picomatch from "picomatch";
import { byName, type StackRef } from "./stack";

/** Which stacks were asked for: globs over `org/project/stack`. Neither `all` nor `stacks`: the selected stack. */
export interface Selection {
  readonly all: boolean;
  readonly stacks: readonly string[];
  readonly exclude: readonly string[];
}

/** The user's mistake in choosing stacks; the message says what to type instead. */
export class SelectionError extends Error {
  override readonly name = "SelectionError";
}

const NAMES_SHOWN = 5;

/**
 * The chosen ones among the backend's stacks, ordered by name. Throws `SelectionError` where a glob matches nothing, or
 * nothing is left: a mistyped name or backend must not look like stacks in sync.
 */
export function selectStacks(stacks: readonly StackRef[], { all, stacks: globs, exclude }: Selection): readonly StackRef[] {
  for (const glob of globs) {
    const matches = picomatch(glob, { dot: true });
    if (!stacks.some(({ name }) => matches(name))) throw new SelectionError(`--stack ${glob} matches no stack; ${describeStacks(stacks)}`);
  }
  const wanted = all ? () => true : picomatch([...globs], { dot: true });
  const unwanted = picomatch([...exclude], { dot: true });
  const selected = stacks.filter(({ name }) => wanted(name) && !unwanted(name)).toSorted(byName);
  if (selected.length === 0) throw new SelectionError(`no stack is left to scan; ${describeStacks(stacks)}`);
  return selected;
}

function describeStacks(stacks: readonly StackRef[]): string {
  if (stacks.length === 0) return "the backend has none: is PULUMI_BACKEND_URL, or `pulumi login`, the right one?";
  const names = stacks.map(({ name }) => name).toSorted();
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : "";
  return `there are ${names.slice(0, NAMES_SHOWN).join(", ")}${more} (globs match the whole org/project/stack)`;
}
