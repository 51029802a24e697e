import { readFileSync, readlinkSync } from "node:fs";

/**
 * The folders in which a process and the one that started it work, the latter first. The CLI works in the folder of
 * the project, wherever it was called from (`pulumi -C`, the Automation API), and starts a language host, which starts
 * the pack; the pack itself works in its own. Linux only: empty elsewhere.
 * Source: https://man7.org/linux/man-pages/man5/proc.5.html
 */
export function workingFolders(pid: number): readonly string[] {
  const starter = /^PPid:\s*(\d+)$/m.exec(read(() => readFileSync(`/proc/${pid}/status`, "utf8")) ?? "")?.[1];
  return [starter, pid].flatMap((process) => (process === undefined ? [] : (read(() => readlinkSync(`/proc/${process}/cwd`)) ?? [])));
}

/** Another system, or a process of another user. */
function read(look: () => string): string | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
