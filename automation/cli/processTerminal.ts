import { homedir } from "node:os";
import { createInterface } from "node:readline/promises";
import { text } from "node:stream/consumers";
import { streamOf } from "./streamOf";
import type { Terminal } from "./terminal";

/** The terminal of this process. Its signal is aborted by the first Ctrl-C or SIGTERM; the second one ends the process. */
export function processTerminal(): Terminal {
  const interrupt = new AbortController();
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);

  return {
    env: process.env,
    platform: process.platform,
    homedir: homedir(),
    cwd: process.cwd(),
    stdout: streamOf(process.stdout, "fails"),
    stderr: streamOf(process.stderr, "passes"),
    readStdin: () => text(process.stdin),
    ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
    signal: interrupt.signal,
    now: () => new Date(),
  };

  /** Ctrl-C is an answer, too: an empty one. */
  async function ask(question: string): Promise<string> {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    lines.once("SIGINT", onInterrupt);
    try {
      return await lines.question(question, { signal: interrupt.signal });
    } catch (error) {
      if (interrupt.signal.aborted) return "";
      throw error;
    } finally {
      lines.close();
    }
  }

  function onInterrupt(): void {
    // The second Ctrl-C is for whoever does not want to wait for what was done to be told.
    if (interrupt.signal.aborted) process.exit(130);
    // First, so that a live view makes room for the line.
    interrupt.abort();
    process.stderr.write("\nstopping (press Ctrl-C again to leave at once)\n");
  }
}
