import type { Terminal } from "../../../automation/cli/terminal";

/** A terminal that keeps what is written to it. */
export function fakeTerminal(over: Partial<Terminal> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const stream = (kept: string[]) => ({ isTTY: false, columns: 100, rows: 24, write: (text: string) => Promise.resolve(void kept.push(text)) });
  const terminal: Terminal = {
    env: {},
    platform: "linux",
    homedir: "/nonexistent",
    cwd: "/nonexistent",
    stdout: stream(out),
    stderr: stream(err),
    readStdin: () => Promise.resolve(""),
    signal: new AbortController().signal,
    now: () => new Date("2026-07-31T05:00:00Z"),
    ...over,
  };
  return { terminal, stdout: () => out.join(""), stderr: () => err.join("") };
}
