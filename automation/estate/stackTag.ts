import pLimit from "p-limit";
import type { ObjectStore } from "./objectStore";
import { readTags } from "./selfManaged";
import { SelectionError } from "./selection";
import type { StackRef } from "./stack";

/** A stack's tag that is asked for: with this value, or with any. */
export interface StackTag {
  readonly name: string;
  readonly value?: string;
}

/** Reads `NAME` or `NAME=VALUE`; undefined where there is no name. */
export function parseStackTag(text: string): StackTag | undefined {
  const [, name, value] = /^([^=]+)(?:=(.*))?$/s.exec(text) ?? [];
  return name === undefined ? undefined : { name, ...(value !== undefined && { value }) };
}

export function formatStackTag({ name, value }: StackTag): string {
  return value === undefined ? name : `${name}=${value}`;
}

// Each is a small file.
const AT_ONCE = 16;

/** The stacks of a self-managed backend that have all of the tags. Throws `BackendError`. */
export async function keepTagged(store: ObjectStore, stacks: readonly StackRef[], tags: readonly StackTag[]): Promise<readonly StackRef[]> {
  const turn = pLimit(AT_ONCE);
  const kept = await Promise.all(
    stacks.map(async (ref) => {
      const has = new Map(Object.entries(await turn(() => readTags(store, ref))));
      return tags.every(({ name, value }) => has.has(name) && (value === undefined || has.get(name) === value)) ? [ref] : [];
    }),
  );
  return kept.flat();
}

/** A mistyped tag, or a backend without any, must not look like stacks in sync. Throws `SelectionError`. */
export function refuseNone(stacks: readonly StackRef[], tags: readonly StackTag[]): readonly StackRef[] {
  if (stacks.length > 0) return stacks;
  const asked = tags.map((tag) => `--tag ${formatStackTag(tag)}`).join(" ");
  throw new SelectionError(`none of the chosen stacks has ${asked}: \`pulumi stack tag ls --stack NAME\` shows the tags of a stack, \`pulumi stack tag set\` gives it one`);
}
