import { z } from "zod";
import { askCli, storeOf, type Backend, type CliOptions } from "./backend";
import { BackendError } from "./backendError";
import { firstError } from "./firstError";
import { CommandFailed, runPulumi } from "./runPulumi";
import { listStacks } from "./selfManaged";
import { selectStacks, SelectionError, type Selection } from "./selection";
import type { StackRef } from "./stack";
import { parseStackName } from "./stackName";

const EXPLICIT = "--all, or --stack with a glob over org/project/stack";

const stackListSchema = z.array(z.object({ name: z.string(), resourceCount: z.number().optional() }));

/**
 * The stacks to scan, ordered by name. Without `all` or `stacks` it is the stack that the project in `cwd` has
 * selected. Throws `SelectionError` (the user's to mend) and `BackendError`.
 */
export async function discoverStacks(options: CliOptions & { readonly backend: Backend; readonly selection: Selection }): Promise<readonly StackRef[]> {
  const { backend, selection } = options;
  if (!selection.all && selection.stacks.length === 0) {
    const selected = await findSelectedStack(options);
    return selectStacks([selected], { ...selection, all: true });
  }
  const store = storeOf(backend);
  return selectStacks(await (store === undefined ? listRemoteStacks(options) : listStacks(store)), selection);
}

// Fully qualified, because the CLI otherwise shortens the names of the current project's stacks.
async function listRemoteStacks(options: CliOptions): Promise<readonly StackRef[]> {
  const listed = await askCli(options, ["stack", "ls", "--all", "--json", "--fully-qualify-stack-names"], stackListSchema);
  return listed.map(({ name, resourceCount }) => {
    const ref = parseStackName(name);
    if (ref === undefined) throw new BackendError(`the backend lists a stack by the name ${JSON.stringify(name)}, which is not org/project/stack`);
    return { ...ref, ...(resourceCount !== undefined && { resources: resourceCount }) };
  });
}

async function findSelectedStack({ pulumi, ...run }: CliOptions): Promise<StackRef> {
  try {
    const { stdout } = await runPulumi(pulumi, ["stack", "--show-name", "--fully-qualify-stack-names"], run);
    const ref = parseStackName(stdout.trim());
    if (ref !== undefined) return ref;
    throw new BackendError("the selected stack's name is not org/project/stack");
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const { stderr } = error.output;
    if (/no project file found/i.test(stderr)) throw new SelectionError(`This folder is in no Pulumi project: type ${EXPLICIT}`);
    if (/no stack selected/i.test(stderr)) throw new SelectionError(`This project has no stack selected: type \`pulumi stack select\`, ${EXPLICIT}`);
    throw new BackendError(`pulumi stack: ${firstError(stderr) ?? "failed without a message"}`, { cause: error });
  }
}
