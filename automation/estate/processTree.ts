import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { platform } from "node:os";
import { kill } from "node:process";
import { promisify } from "node:util";

const execFileAsync = promisify(execFile);

/**
 * Ends a process and everything that it started, at once. The Pulumi CLI puts each plugin into a process group
 * of its own, so neither a signal to the CLI nor one to its group reaches them.
 */
export async function endTree(root: number): Promise<void> {
  if (platform() === "win32") {
    await execFileAsync("taskkill", ["/pid", String(root), "/t", "/f"]).catch(() => undefined);
    return;
  }
  // A stopped process starts nothing new while its descendants are listed.
  send(root, "SIGSTOP");
  const parents = await listParents().catch(() => new Map<number, number>());
  for (const pid of [...descendants(root, parents), root]) send(pid, "SIGKILL");
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    kill(pid, signal);
  } catch {
    // It ended by itself meanwhile, which is what was wanted.
  }
}

/** All processes below `root`, given each process's parent. */
export function descendants(root: number, parents: ReadonlyMap<number, number>): readonly number[] {
  const found = [root];
  for (const ancestor of found) {
    for (const [pid, parent] of parents) if (parent === ancestor && !found.includes(pid)) found.push(pid);
  }
  return found.slice(1);
}

async function listParents(): Promise<ReadonlyMap<number, number>> {
  // Slim container images have no `ps`; macOS has no /proc.
  const lines = platform() === "linux" ? await readProc() : await readPs();
  return new Map(lines.flatMap(([pid, parent]) => (pid !== undefined && parent !== undefined ? [[Number(pid), Number(parent)] as const] : [])));
}

type PidAndParent = readonly [string | undefined, string | undefined];

async function readProc(): Promise<readonly PidAndParent[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(
    pids.map(async (pid): Promise<PidAndParent> => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      // "pid (name) state ppid …"; the name may hold spaces and parentheses.
      return [pid, stat.slice(stat.lastIndexOf(")") + 1).split(" ")[2]];
    }),
  );
}

async function readPs(): Promise<readonly PidAndParent[]> {
  const { stdout } = await execFileAsync("ps", ["-A", "-o", "pid=,ppid="]);
  return stdout.split("\n").map((line): PidAndParent => {
    const [pid, parent] = line.trim().split(/\s+/);
    return [pid, parent];
  });
}
