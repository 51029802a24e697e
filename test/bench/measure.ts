import { readFile } from "node:fs/promises";

export interface Cost {
  /** By the clock on the wall. */
  readonly seconds: number;
  /** Of all processors together, in the processes that were started and have ended; absent where no one tells. */
  readonly processorSeconds?: number;
}

/** What it costs to run something in processes of its own. */
export async function measure(work: () => Promise<void>): Promise<Cost> {
  const busy = await childrenSeconds();
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1000;
  const busyAfter = await childrenSeconds();
  return { seconds, ...(busy !== undefined && busyAfter !== undefined && { processorSeconds: busyAfter - busy }) };
}

// USER_HZ, which the kernel keeps at 100 for whoever reads /proc.
const TICKS_PER_SECOND = 100;

/** `cutime` and `cstime`: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
async function childrenSeconds(): Promise<number | undefined> {
  const stat = await readFile("/proc/self/stat", "utf8").catch(() => undefined);
  // "pid (name) state …"; the name may hold spaces, and the fields behind it begin with the third.
  const [user, system] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ").slice(13, 15) ?? [];
  return user === undefined || system === undefined ? undefined : (Number(user) + Number(system)) / TICKS_PER_SECOND;
}
