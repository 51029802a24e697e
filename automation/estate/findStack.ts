import type { CliOptions } from "./backend";
import { BackendError } from "./backendError";
import { firstError } from "./firstError";
import { CommandFailed, runPulumi } from "./runPulumi";
import { SelectionError } from "./selection";
import type { StackRef } from "./stack";
import { parseStackName } from "./stackName";

interface Wanted {
  /** As `pulumi --stack` takes it; absent: the one that is selected. */
  readonly name?: string | undefined;
  /** What else the user could type. */
  readonly otherwise: string;
}

/**
 * A stack of the project in `cwd`, by its whole name.
 * @throws SelectionError (the user's to mend), BackendError
 */
export async function findStack({ pulumi, ...run }: CliOptions, { name, otherwise }: Wanted): Promise<StackRef> {
  try {
    const args = ["stack", "--show-name", "--fully-qualify-stack-names", ...(name === undefined ? [] : ["--stack", name])];
    const { stdout } = await runPulumi(pulumi, args, run);
    const ref = parseStackName(stdout.trim());
    if (ref !== undefined) return ref;
    throw new BackendError("the selected stack's name is not org/project/stack");
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const { stderr } = error.output;
    if (/no (Pulumi\.yaml )?project file found/i.test(stderr)) throw new SelectionError(`This folder is in no Pulumi project: type ${otherwise}`);
    if (/no stack selected/i.test(stderr)) throw new SelectionError(`This project has no stack selected: type \`pulumi stack select\`, ${otherwise}`);
    if (/no stack named/i.test(stderr)) throw new SelectionError(`This project has no stack ${JSON.stringify(name)}: type \`pulumi stack ls\` to see them`);
    throw new BackendError(`pulumi stack: ${firstError(stderr) ?? "failed without a message"}`, { cause: error });
  }
}
