import { readlinkSync } from "node:fs";

/**
 * The folder in which a process works. The language host that starts a pack works in the project's folder, wherever
 * the CLI was started (`pulumi -C`, the Automation API); a pack itself works in its own. Linux only.
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_cwd.5.html
 */
export function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
