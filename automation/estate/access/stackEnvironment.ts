import type { Environment } from "../runPulumi";
import { settingsOf, type StackSetting } from "./accessRules";

/** The environment of one stack: its variables, and the names of those that the settings set or take away. */
export interface StackEnvironment {
  readonly env: Environment;
  readonly set: readonly string[];
  readonly removed: readonly string[];
}

export interface MissingEnvironment {
  readonly problem: { readonly code: string; readonly message: string };
}

/**
 * What the settings make of the scan's environment for one stack's refresh: the CLI's and its providers'. A value that is to come from a variable which is
 * not there is a problem, and no empty text: an empty passphrase or profile fails much later, and less clearly.
 */
export function stackEnvironment(stack: string, settings: readonly StackSetting[], base: Environment): StackEnvironment | MissingEnvironment {
  const edits = new Map(settingsOf(stack, settings).flatMap(({ env }) => Object.entries(env)));
  const variables = new Map(Object.entries(base));
  for (const [name, edit] of edits) {
    const value = edit === null || typeof edit === "string" ? edit : base[edit.env];
    if (value === undefined) return { problem: { code: "environment", message: missing(name, edit) } };
    if (value === null) variables.delete(name);
    else variables.set(name, value);
  }
  const names = (removed: boolean) => [...edits].filter(([, edit]) => (edit === null) === removed).map(([name]) => name).toSorted();
  return { env: Object.fromEntries(variables), set: names(false), removed: names(true) };
}

function missing(name: string, edit: StackSetting["env"][string] | undefined): string {
  const from = typeof edit === "object" && edit !== null ? edit.env : name;
  return `${from} is not set, and stacks.settings takes ${name} from it: set ${from} where whodrift runs`;
}
