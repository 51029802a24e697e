import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { run, type Finished } from "./sandbox/run";
import { checkout } from "./sandbox/toolchain/checkout";

const stepSchema = z.object({
  name: z.string(),
  id: z.string().optional(),
  if: z.string().optional(),
  shell: z.literal("bash").optional(),
  env: z.record(z.string(), z.string()).default({}),
  run: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.string()).default({}),
});
export const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ description: z.string(), required: z.boolean().optional(), default: z.string().optional() })),
  outputs: z.record(z.string(), z.object({ description: z.string(), value: z.string() })),
  runs: z.object({ using: z.literal("composite"), steps: z.array(stepSchema) }),
});
export type Action = z.infer<typeof actionSchema>;

export async function readAction(): Promise<Action> {
  return actionSchema.parse(parse(await readFile(path.join(checkout, "action.yml"), "utf8")));
}

export interface Ran {
  readonly status: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
  /** What was used of others, with what it was given. */
  readonly used: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Runs the steps as GitHub's runner does: a bash for each, expressions replaced in `env` and `with`, until one fails. */
export async function runAction(inputs: Readonly<Record<string, string>>, { folder, cwd, env }: { readonly folder: string; readonly cwd: string; readonly env: Readonly<Record<string, string>> }): Promise<Ran> {
  const action = await readAction();
  const files = { GITHUB_OUTPUT: path.join(folder, "output"), GITHUB_STEP_SUMMARY: path.join(folder, "summary") };
  for (const file of Object.values(files)) await writeFile(file, "");
  const values: Record<string, string> = { "github.token": "workflow-token" };
  for (const [name, { default: preset = "" }] of Object.entries(action.inputs)) values[`inputs.${name}`] = inputs[name] ?? evaluate(preset, values);

  const used: Record<string, Readonly<Record<string, string>>> = {};
  let last: Finished = { status: 0, stdout: "", stderr: "" };
  let log = "";
  for (const step of action.runs.steps) {
    if (step.if !== undefined && !holds(step.if, values)) continue;
    if (step.uses !== undefined) used[step.uses] = evaluateAll(step.with, values);
    if (step.run === undefined) continue;
    // How GitHub starts `shell: bash`: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
    last = await run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
      cwd,
      env: { ...env, ...files, GITHUB_ACTION_PATH: checkout, RUNNER_TEMP: folder, ...evaluateAll(step.env, values) },
    });
    log += last.stdout + last.stderr;
    if (last.status !== 0) break;
    for (const [name, value] of Object.entries(readOutputs(await readFile(files.GITHUB_OUTPUT, "utf8")))) values[`steps.${step.id ?? ""}.outputs.${name}`] = value;
  }
  const outputs = Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, evaluate(value, values)]));
  return { status: last.status, outputs, summary: await readFile(files.GITHUB_STEP_SUMMARY, "utf8"), log, used };
}

/** What the file that GITHUB_OUTPUT names sets, in its form for several lines. */
export function readOutputs(text: string): Readonly<Record<string, string>> {
  const lines = text.split("\n");
  const outputs: Record<string, string> = {};
  while (lines.length > 1) {
    const [name = "", delimiter = ""] = lines.shift()?.split("<<") ?? [];
    const end = lines.indexOf(delimiter);
    assert.notEqual(end, -1, `no end of ${name}`);
    outputs[name] = lines.splice(0, end + 1).slice(0, -1).join("\n");
  }
  return outputs;
}

function evaluateAll(texts: Readonly<Record<string, string>>, values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, evaluate(text, values)]));
}

/** As there, what is unknown is empty. */
function evaluate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ (\S+) \}\}/g, (_whole, name: string) => values[name] ?? "");
}

/** Comparisons with a text, and nothing but `&&` between them: all that the action has. */
function holds(condition: string, values: Readonly<Record<string, string>>): boolean {
  const parts = condition.replace(/^\$\{\{ | \}\}$/g, "").split(" && ");
  return parts.every((part) => {
    const [, name = "", operator, text] = /^(\S+) ([=!]=) '(.*)'$/.exec(part) ?? assert.fail(part);
    return ((values[name] ?? "") === text) === (operator === "==");
  });
}
