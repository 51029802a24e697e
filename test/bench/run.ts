import { spawn } from "node:child_process";

interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a command to its end. What it prints is shown only if it fails. */
export async function run(command: string, words: readonly string[], { cwd, env }: RunOptions): Promise<void> {
  const child = spawn(command, words, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => printed.push(text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (status !== 0) throw new Error(`${[command, ...words].join(" ")} ended with status ${String(status)}:\n${printed.join("")}`);
}
