import { Writable } from "node:stream";
import { createColors } from "picocolors";
import type { ScanEvent } from "../scan";
import { begin, follow } from "./pace";
import { drawPace } from "./drawPace";
import { wantsColor, type Stream, type Terminal } from "./terminal";

/** The library takes a tenth of whodrift's start, and most scans have no terminal. */
export async function openLiveView(terminal: Terminal): Promise<LiveView> {
  const { createLogUpdate } = await import("log-update");
  return new LiveView(terminal, createLogUpdate(new Screen(terminal.stderr), { showCursor: true }));
}

/** Draws in place of what it drew before. */
type Redraw = ((text: string) => void) & { clear(): void };

/**
 * What stays at the foot of a terminal while a scan runs. The cursor is never hidden: whatever ends the process, there
 * is nothing to put back.
 */
class LiveView {
  readonly #terminal: Terminal;
  readonly #screen: Redraw;
  readonly #colors: ReturnType<typeof createColors>;
  #pace = begin();
  #drawn: readonly string[] = [];

  constructor(terminal: Terminal, screen: Redraw) {
    this.#terminal = terminal;
    this.#screen = screen;
    this.#colors = createColors(wantsColor(terminal.stderr, terminal.env));
  }

  hear(event: ScanEvent): void {
    this.#pace = follow(this.#pace, event, this.#now());
  }

  draw(): void {
    const { columns, rows } = this.#terminal.stderr;
    const lines = drawPace(this.#pace, this.#now(), { columns, rows });
    if (lines.length === 0) return;
    if (this.#folds() > 0) this.clear();
    this.#drawn = lines;
    this.#screen(lines.map((line, index) => (index === 0 ? this.#colors.bold(line) : this.#colors.dim(line))).join("\n"));
  }

  /** Writes lines that stay, above the view. */
  keep(text: string): void {
    this.clear();
    void this.#terminal.stderr.write(text);
    this.draw();
  }

  clear(): void {
    const folds = this.#folds();
    this.#screen.clear();
    // A terminal that was made narrower has folded lines since, and the library counts them as they were.
    if (folds > 0) void this.#terminal.stderr.write(`\u001B[${folds}A\u001B[J`);
    this.#drawn = [];
  }

  #folds(): number {
    const { columns } = this.#terminal.stderr;
    return this.#drawn.reduce((sum, { length }) => sum + Math.ceil(length / columns) - 1, 0);
  }

  #now(): number {
    return this.#terminal.now().getTime();
  }
}

/** A stream of ours in the form that the library takes. */
class Screen extends Writable {
  readonly isTTY = true;
  readonly #stream: Stream;

  constructor(stream: Stream) {
    super({ decodeStrings: false });
    this.#stream = stream;
  }

  get columns(): number {
    return this.#stream.columns;
  }

  get rows(): number {
    return this.#stream.rows;
  }

  // At once, so that the order is kept with whatever is written past it.
  override _write(text: unknown, _encoding: BufferEncoding, done: () => void): void {
    void this.#stream.write(String(text));
    done();
  }
}
