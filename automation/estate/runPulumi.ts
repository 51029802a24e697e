import { spawn } from "node:child_process";
import { delimiter, dirname, isAbsolute } from "node:path";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { endTree } from "./processTree";

/** The CLI as `findPulumi` of the refresh step finds it: a path, or a name to look for on PATH. */
export type PulumiCli = Pick<PulumiCommand, "command">;

export type Environment = Readonly<Record<string, string>>;

export interface RunOptions {
  readonly cwd: string;
  /** The whole environment: nothing of this process's own is added. */
  readonly env: Environment;
  readonly signal?: AbortSignal;
}

export interface CommandOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
  /** That ended it, where it did not end by itself. */
  readonly signal?: NodeJS.Signals;
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
 * Runs the Pulumi CLI as the Automation API does, but with exactly the given environment, and so that an abort
 * ends the plugins too. (The API's own `signal` interrupts the CLI only, which then waits for a provider that
 * hangs.) Throws `CommandFailed`.
 */
export async function runPulumi({ command }: PulumiCli, args: readonly string[], { cwd, env, signal }: RunOptions): Promise<CommandOutput> {
  signal?.throwIfAborted();
  // Plugins that come with the CLI lie beside it.
  const path = isAbsolute(command) ? { PATH: [dirname(command), env["PATH"] ?? ""].join(delimiter) } : {};
  const child = spawn(command, [...args, "--non-interactive"], {
    cwd,
    env: { ...env, ...path, PULUMI_AUTOMATION_API: "true", PULUMI_SKIP_UPDATE_CHECK: "true" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const end = () => {
    if (child.pid !== undefined) void endTree(child.pid);
  };
  signal?.addEventListener("abort", end, { once: true });
  try {
    const ended = await new Promise<Pick<CommandOutput, "code" | "signal">>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status, killer) => {
        resolve({ code: status ?? -1, ...(killer !== null && { signal: killer }) });
      });
    });
    const output = { stdout: stdout.join(""), stderr: stderr.join(""), ...ended };
    if (output.code !== 0) throw new CommandFailed(args.slice(0, 2).join(" "), output);
    return output;
  } finally {
    signal?.removeEventListener("abort", end);
  }
}

function collect(stream: NodeJS.ReadableStream): readonly string[] {
  const parts: string[] = [];
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => parts.push(text));
  return parts;
}
