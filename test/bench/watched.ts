import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";

/** Often enough not to miss what is allocated at the end, seldom enough not to be noticed. */
const LOOK_EVERY_MS = 50;

/**
 * Runs a program of Node's to its end, and gives the most memory that its own process held, in MiB. The kernel keeps
 * that peak (`VmHWM`: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html), so that no moment is missed but
 * the last; what `wait4` tells, and `time` prints, would be the largest of the children's if that is more.
 * @returns undefined where there is no /proc
 */
export async function runWatched(words: readonly string[], options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> }): Promise<number | undefined> {
  const child = spawn(process.execPath, words, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  const watching = new AbortController();
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve)).finally(() => { watching.abort(); });
  const [status, stderr, peak] = await Promise.all([ended, text(child.stderr), watchPeak(child.pid ?? 0, watching.signal)]);
  if (status !== 0) throw new Error(`${words.join(" ")} ended with status ${status ?? "of a signal"}:\n${stderr}`);
  return peak;
}

async function watchPeak(pid: number, signal: AbortSignal): Promise<number | undefined> {
  let peak: number | undefined;
  while (!signal.aborted) {
    peak = peakOf(await readFile(`/proc/${pid}/status`, "utf8").catch(() => "")) ?? peak;
    await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return peak;
}

/** In MiB. */
export function peakOf(status: string): number | undefined {
  const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
}
