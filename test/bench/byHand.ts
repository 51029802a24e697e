import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Sandbox } from "../sandbox";
import { succeed } from "../sandbox/run";
import type { StackName } from "../sandbox/load/names";

/** A stack and the folder of its project, in which `pulumi` is run for it. */
export interface Checkout {
  readonly folder: string;
  readonly stack: string;
}

/** Gives each project the folder that its team would have checked out: `pulumi` runs nowhere else. */
export async function checkOut(dir: string, stacks: readonly StackName[]): Promise<readonly Checkout[]> {
  return Promise.all(
    stacks.map(async ({ project, stack }) => {
      const folder = path.join(dir, project);
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
      return { folder, stack };
    }),
  );
}

const REFRESH = ["refresh", "--preview-only", "--non-interactive"] as const;

/** `xargs -P` with one command line for each stack. */
export async function refreshByXargs(sandbox: Sandbox, checkouts: readonly Checkout[], concurrency: number): Promise<void> {
  const child = spawn("xargs", ["-0", "-P", String(concurrency), "-n", "4", sandbox.pulumi.command, ...REFRESH], { env: sandbox.env("deploy"), stdio: ["pipe", "ignore", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  child.stdin.end(checkouts.map(({ folder, stack }) => `--cwd\0${folder}\0--stack\0${stack}\0`).join(""));
  const [status, stderr] = await Promise.all([ended, text(child.stderr)]);
  if (status !== 0) throw new Error(`xargs ended with status ${status ?? "of a signal"}:\n${stderr}`);
}

const LOOP = `while [ $# -gt 0 ]; do "$PULUMI" ${REFRESH.join(" ")} --cwd "$1" --stack "$2" || exit; shift 2; done`;

/** The shell loop that most nightly jobs are. */
export async function refreshByLoop(sandbox: Sandbox, checkouts: readonly Checkout[]): Promise<void> {
  const words = checkouts.flatMap(({ folder, stack }) => [folder, stack]);
  await succeed("sh", ["-c", LOOP, "sh", ...words], { cwd: "/", env: { ...sandbox.env("deploy"), PULUMI: sandbox.pulumi.command } });
}
