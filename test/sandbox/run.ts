import { spawn } from "node:child_process";

export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Shown as it comes, too. */
  readonly show?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** Runs a program to its end and gives what it printed; ended by the signal, it throws. */
export function run(command: string, args: readonly string[], { cwd, env, show, signal }: RunOptions): Promise<Finished> {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], ...(signal && { signal }) });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
      show?.(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      resolve({ status: status ?? -1, ...printed });
    });
  });
}

/** The same for a program that is expected to succeed. @throws Error with what it printed, where it does not */
export async function succeed(command: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const finished = await run(command, args, options);
  if (finished.status === 0) return finished;
  throw new Error(`${[command, ...args].join(" ")} ended with status ${finished.status}:\n${finished.stdout}${finished.stderr}`);
}
