import { homedir } from "node:os";
import { text } from "node:stream/consumers";
import { runCommandLine } from "./commandLine";
import type { Stream, Terminal } from "./terminal";

// Wide enough for a report line in a log file, where nobody tells the width.
const DEFAULT_COLUMNS = 100;
// https://en.wikipedia.org/wiki/VT100
const DEFAULT_ROWS = 24;

const interrupt = new AbortController();
process.on("SIGINT", onInterrupt);
process.on("SIGTERM", onInterrupt);

const terminal: Terminal = {
  env: process.env,
  platform: process.platform,
  homedir: homedir(),
  cwd: process.cwd(),
  stdout: streamOf(process.stdout),
  stderr: streamOf(process.stderr),
  readStdin: () => text(process.stdin),
  signal: interrupt.signal,
  now: () => new Date(),
};

void runCommandLine(process.argv.slice(2), terminal).then((status) => {
  process.exitCode = status;
});

function onInterrupt(): void {
  // The second Ctrl-C is for whoever does not want to wait for the report of what was done.
  if (interrupt.signal.aborted) process.exit(130);
  // First, so that a live view makes room for the line.
  interrupt.abort();
  process.stderr.write("\nstopping: the report of what was done follows (press Ctrl-C again to leave at once)\n");
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  // A reader that leaves early (`whodrift scan | head`) is not an error worth a stack trace.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    isTTY: stream.isTTY,
    // A terminal that does not know its size says 0.
    get columns() {
      return stream.isTTY && stream.columns > 0 ? stream.columns : DEFAULT_COLUMNS;
    },
    get rows() {
      return stream.isTTY && stream.rows > 0 ? stream.rows : DEFAULT_ROWS;
    },
    write: (text) =>
      new Promise((resolve) => {
        stream.write(text, () => {
          resolve();
        });
      }),
  };
}
