import { spawn } from "node:child_process";
import { delimiter, dirname, isAbsolute } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { endTree } from "./processTree";

export type Environment = Readonly<Record<string, string>>;

export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** The CLI ended with a failure, or was ended. `stderr` may quote what a provider said: show `firstError` of it. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
  readonly output: CommandOutput;

  constructor(command: string, output: CommandOutput) {
    super(`pulumi ${command} ended with status ${output.code}`);
    this.output = output;
  }
}

/**
 * Runs the Pulumi CLI in place of the Automation API's `PulumiCommand` (a workspace takes either). Two things
 * differ: the environment is exactly the one given, and an abort ends the plugins too; the API's own `signal`
 * interrupts the CLI only, which then waits for a provider that hangs.
 */
export class PulumiRunner {
  readonly command: string;
  readonly version: PulumiCommand["version"];

  constructor(pulumi: PulumiCommand) {
    this.command = pulumi.command;
    this.version = pulumi.version;
  }

  /** Throws `CommandFailed`. */
  async run(
    args: readonly string[],
    cwd: string,
    env: Environment,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
    signal?: AbortSignal,
  ): Promise<CommandOutput> {
    signal?.throwIfAborted();
    const child = spawn(this.command, [...args, "--non-interactive"], {
      cwd,
      env: { ...env, ...this.#pathWithBundledPlugins(env), PULUMI_AUTOMATION_API: "true", PULUMI_SKIP_UPDATE_CHECK: "true" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout = collect(child.stdout, onOutput);
    const stderr = collect(child.stderr, onError);
    const end = () => {
      if (child.pid !== undefined) void endTree(child.pid);
    };
    signal?.addEventListener("abort", end, { once: true });
    try {
      const code = await new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (status) => { resolve(status ?? -1); });
      });
      const output = { stdout: stdout.join(""), stderr: stderr.join(""), code };
      if (code !== 0) throw new CommandFailed(args[0] ?? "", output);
      return output;
    } finally {
      signal?.removeEventListener("abort", end);
    }
  }

  #pathWithBundledPlugins(env: Environment): Environment {
    if (!isAbsolute(this.command)) return {};
    return { PATH: [dirname(this.command), env["PATH"] ?? ""].join(delimiter) };
  }
}

function collect(stream: NodeJS.ReadableStream, listener?: (text: string) => void): readonly string[] {
  const parts: string[] = [];
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    parts.push(text);
    listener?.(text);
  });
  return parts;
}

/**
 * The first line of an error output that says what went wrong: without "error:", colours and control characters,
 * cut to a length that fits a report.
 */
export function firstError(text: string): string | undefined {
  const lines = text
    // eslint's no-control-regex wants no control characters in patterns; \p{Cc} names them.
    .replaceAll(/<\{%[^%]*%\}>|\p{Cc}\[[0-9;]*m/gu, "")
    .split(/\r?\n/)
    .map((line) => line.replaceAll(/\p{Cc}/gu, " ").trim())
    .filter((line) => line !== "");
  const chosen = lines.find((line) => line.startsWith("error:")) ?? lines[0];
  return chosen?.replace(/^error:\s*/, "").slice(0, LONGEST_MESSAGE);
}

// A provider may quote a whole request; the beginning is what names the problem.
const LONGEST_MESSAGE = 400;
