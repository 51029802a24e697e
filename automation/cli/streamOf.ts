import type { Stream } from "./terminal";

// Wide enough for a report line in a log file, where nobody tells the width.
const DEFAULT_COLUMNS = 100;
// https://en.wikipedia.org/wiki/VT100
const DEFAULT_ROWS = 24;

/** What a stream must be able to do; `process.stdout` and `process.stderr` are. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string, done: (error?: Error | null) => void): boolean;
  on(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * @param loss of what is written: `fails` where whoever writes must know (a disk that is full under a report), `passes`
 * for what is only told beside it. A reader that leaves early (`whodrift scan | head`) never is a failure.
 */
export function streamOf(output: Output, loss: "fails" | "passes"): Stream {
  // Each write hears of its own error; without a listener it would end the process, too.
  output.on("error", () => undefined);
  return {
    isTTY: output.isTTY === true,
    get columns() {
      return sizeOf(output, output.columns) ?? DEFAULT_COLUMNS;
    },
    get rows() {
      return sizeOf(output, output.rows) ?? DEFAULT_ROWS;
    },
    write: async (text) => {
      const error = await new Promise<unknown>((resolve) => {
        try {
          output.write(text, resolve);
        } catch (thrown) {
          // Files are written at once.
          resolve(thrown);
        }
      });
      if (error instanceof Error && loss === "fails" && !("code" in error && error.code === "EPIPE")) throw error;
    },
  };
}

/** A terminal that does not know its size says 0. */
function sizeOf({ isTTY }: Output, size: number | undefined): number | undefined {
  return isTTY === true && size !== undefined && size > 0 ? size : undefined;
}
