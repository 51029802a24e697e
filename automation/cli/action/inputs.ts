import { z } from "zod";

// As the runner's own toolkit reads a flag: https://github.com/actions/toolkit/blob/main/packages/core/src/core.ts
const flag = z.enum(["", "true", "True", "TRUE", "false", "False", "FALSE"], { error: "expected true or false" }).transform((word) => word.toLowerCase() === "true");
const word = z.string().trim();
/** One a line, or with commas between. */
const list = z.string().transform((text) => text.split(/[\n,]/).map((one) => one.trim()).filter((one) => one !== ""));

/** The inputs of `action.yml`, by their names there. An empty one is not given. */
export const inputsSchema = z.strictObject({
  command: z.enum(["scan", "gate"], { error: "expected scan or gate" }),
  "stack-name": list,
  all: flag,
  shard: word,
  "fail-on": word,
  "work-dir": word,
  "config-file": word,
  "cloud-url": word,
  policyPacks: list,
  policyPackConfigs: list,
  "open-drift": word,
  refresh: flag,
  "comment-on-pr": flag,
  "edit-pr-comment": flag,
  "github-token": word,
});
export type Inputs = z.infer<typeof inputsSchema>;

const PREFIX = "INPUT_";

/**
 * @param env has an `INPUT_…` for each input
 * @returns the inputs, or what is wrong with them, a line for each
 */
export function readInputs(env: Readonly<Record<string, string | undefined>>): Inputs | { readonly wrong: string } {
  const given = Object.fromEntries(Object.keys(inputsSchema.shape).map((name) => [name, env[variableOf(name)] ?? ""]));
  const parsed = inputsSchema.safeParse(given);
  return parsed.success ? parsed.data : { wrong: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n") };
}

/** A shell may drop a variable with a hyphen, as the runner's own names have. */
export function variableOf(input: string): string {
  return `${PREFIX}${input.toUpperCase().replaceAll("-", "_")}`;
}

/** The token is for the comment: neither Pulumi nor a program that it runs gets it. */
export function withoutInputs(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith(PREFIX)));
}
