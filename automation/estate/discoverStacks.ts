import { z } from "zod";
import { askCli, storeOf, type Backend, type CliOptions } from "./backend";
import { BackendError } from "./backendError";
import { findStack } from "./findStack";
import { listStacks } from "./selfManaged";
import { selectStacks, type Selection } from "./selection";
import type { StackRef } from "./stack";
import { formatStackTag, keepTagged, refuseNone, type StackTag } from "./stackTag";
import { parseStackName } from "./stackName";

const EXPLICIT = "--all, or --stack with a glob over org/project/stack";

const stackListSchema = z.array(z.object({ name: z.string(), resourceCount: z.number().optional() }));

type DiscoverOptions = CliOptions & {
  readonly backend: Backend;
  readonly selection: Selection;
  /** Only stacks that have all of these. */
  readonly tags?: readonly StackTag[] | undefined;
};

/**
 * The stacks to scan, ordered by name. Without `all`, `stacks` or `tags` it is the stack that the project in `cwd`
 * has selected. Throws `SelectionError` (the user's to mend) and `BackendError`.
 */
export async function discoverStacks(options: DiscoverOptions): Promise<readonly StackRef[]> {
  const { backend, selection, tags = [] } = options;
  if (!selection.all && selection.stacks.length === 0 && tags.length === 0) {
    const selected = await findStack(options, { otherwise: EXPLICIT });
    return selectStacks([selected], { ...selection, all: true });
  }
  const store = storeOf(backend);
  const asked = { ...selection, all: selection.all || selection.stacks.length === 0 };
  const selected = selectStacks(await (store === undefined ? listRemoteStacks(options, []) : listStacks(store)), asked);
  if (tags.length === 0) return selected;
  return refuseNone(await (store === undefined ? keepTaggedRemotely(options, selected, tags) : keepTagged(store, selected, tags)), tags);
}

// The CLI filters by one tag at a time.
async function keepTaggedRemotely(options: CliOptions, stacks: readonly StackRef[], tags: readonly StackTag[]): Promise<readonly StackRef[]> {
  let kept = stacks;
  for (const tag of tags) {
    const tagged = new Set((await listRemoteStacks(options, ["--tag", formatStackTag(tag)])).map(({ name }) => name));
    kept = kept.filter(({ name }) => tagged.has(name));
  }
  return kept;
}

// Fully qualified, because the CLI otherwise shortens the names of the current project's stacks.
async function listRemoteStacks(options: CliOptions, filter: readonly string[]): Promise<readonly StackRef[]> {
  const listed = await askCli(options, ["stack", "ls", "--all", "--json", "--fully-qualify-stack-names", ...filter], stackListSchema);
  return listed.map(({ name, resourceCount }) => {
    const ref = parseStackName(name);
    if (ref === undefined) throw new BackendError(`the backend lists a stack by the name ${JSON.stringify(name)}, which is not org/project/stack`);
    return { ...ref, ...(resourceCount !== undefined && { resources: resourceCount }) };
  });
}
