import { randomUUID } from "node:crypto";
import { appendFile, mkdtemp, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { visible } from "../../report/visible";
import { runCommandLine } from "../commandLine";
import { EXIT } from "../exitStatus";
import { linesFrom } from "../linesFrom";
import type { Terminal } from "../terminal";
import { LONGEST_COMMENT_BYTES, markerOf, writeComment } from "./comment";
import { commandWords, filesIn } from "./commandWords";
import { drawn, type Drawn } from "./drawn";
import { readInputs, withoutInputs, type Inputs } from "./inputs";
import { outputLines } from "./outputs";

// GitHub drops a step's summary that is larger than 1 MiB, and earlier lines of this step may be in it:
// https://docs.github.com/actions/writing-workflows/choosing-what-your-workflow-does/workflow-commands-for-github-actions#step-isolation-and-limits
const LONGEST_SUMMARY_BYTES = 1_000_000;

const eventSchema = z.object({ pull_request: z.object({ number: z.number().int() }).optional() });

/**
 * The step of `action.yml`: runs the command, and tells its report as outputs, step summary and comment.
 * What GitHub does not take is said, and changes nothing of what was found.
 * @returns the command's exit status
 */
export async function runAction(terminal: Terminal, run = runCommandLine): Promise<number> {
  const inputs = readInputs(terminal.env);
  if ("wrong" in inputs) {
    await terminal.stderr.write(linesFrom("whodrift", inputs.wrong));
    await tellOutputs(terminal, { status: String(EXIT.usage) });
    return EXIT.usage;
  }
  const folder = await mkdtemp(path.join(terminal.env["RUNNER_TEMP"] ?? terminal.cwd, "whodrift-"));
  const files = filesIn(folder, inputs.command);
  const cwd = path.resolve(terminal.cwd, inputs["work-dir"]);
  const env = { ...withoutInputs(terminal.env), ...(inputs["cloud-url"] !== "" && { PULUMI_BACKEND_URL: inputs["cloud-url"] }) };
  const status = await run(commandWords(inputs, files), { ...terminal, cwd, env });

  const json = await textOf(files.json);
  const report = json === undefined ? undefined : drawn(inputs.command, json);
  await tellOutputs(terminal, {
    status: String(status),
    ...(json !== undefined && { report: files.json }),
    ...(files.sarif !== undefined && (await textOf(files.sarif)) !== undefined && { sarif: files.sarif }),
    ...(report?.drifted !== undefined && { drifted: String(report.drifted) }),
  });
  await tellSummary(terminal, report?.markdown(LONGEST_SUMMARY_BYTES) ?? `## whodrift ${inputs.command} has no report (status ${status}): the log of this step says why\n`);
  if (report !== undefined && inputs["comment-on-pr"]) await comment(inputs, report, terminal);
  return status;
}

async function comment(inputs: Inputs, report: Drawn, terminal: Terminal): Promise<void> {
  const { env } = terminal;
  try {
    const { pull_request: pull } = eventSchema.parse(JSON.parse(await readFile(env["GITHUB_EVENT_PATH"] ?? "", "utf8")));
    if (pull === undefined) return;
    const marker = markerOf([inputs.command, ...inputs["stack-name"], inputs["work-dir"], inputs.shard]);
    const at = { api: env["GITHUB_API_URL"] ?? "https://api.github.com", repository: env["GITHUB_REPOSITORY"] ?? "", number: pull.number, token: inputs["github-token"] };
    await writeComment(at, { marker, body: report.markdown(LONGEST_COMMENT_BYTES - marker.length - 1), edit: inputs["edit-pr-comment"] });
  } catch (error) {
    // A pull request from a fork has a token that may only read.
    const why = error instanceof Error ? error.message : String(error);
    await terminal.stdout.write(`::warning title=whodrift::${visible(`no comment was written: ${why}`).replaceAll("%", "%25")}\n`);
  }
}

async function tellOutputs({ env }: Terminal, outputs: Readonly<Record<string, string>>): Promise<void> {
  const file = env["GITHUB_OUTPUT"];
  if (file !== undefined) await appendFile(file, outputLines(outputs, randomUUID()));
}

async function tellSummary({ env }: Terminal, markdown: string): Promise<void> {
  const file = env["GITHUB_STEP_SUMMARY"];
  if (file !== undefined) await appendFile(file, markdown);
}

/** @returns undefined where the command did not come to write it */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
