import type { ScanEvent } from "../scan";
import { visible } from "../report/visible";
import { openLiveView } from "./liveView";
import { linesFrom } from "./linesFrom";
import type { Terminal } from "./terminal";

export interface ShownProgress {
  readonly tell: (event: ScanEvent) => void;
  /** Before anything else is written. May be called again. */
  readonly end: () => void;
}

/** How often the view is drawn: the eye wants no more, and the stacks want the processor. */
const DRAW_EVERY_MS = 200;

/**
 * Tells on stderr how far a scan is: on a terminal a view that stays in its place, below one line for each stack that
 * is worth it; in a log one line for each stack that is done.
 */
export async function showProgress(terminal: Terminal): Promise<ShownProgress> {
  const lineOf = progressLines();
  if (!isLive(terminal)) {
    const tell = (event: ScanEvent) => {
      const line = lineOf(event);
      if (line !== "") void terminal.stderr.write(line);
    };
    return { tell, end: () => undefined };
  }
  const view = await openLiveView(terminal);
  // Nobody waits for a view.
  const timer = setInterval(() => { view.draw(); }, DRAW_EVERY_MS).unref();
  const makeRoom = () => { view.clear(); };
  terminal.signal.addEventListener("abort", makeRoom);
  return {
    tell: (event) => {
      const line = lineOf(event);
      view.hear(event);
      if (line !== "" && !isInSync(event)) view.keep(line);
    },
    end: () => {
      clearInterval(timer);
      terminal.signal.removeEventListener("abort", makeRoom);
      view.clear();
    },
  };
}

/** A log keeps every line, and a terminal that is none of these cannot move its cursor. */
function isLive({ stderr, env }: Terminal): boolean {
  const inCi = !["", "0", "false"].includes((env["CI"] ?? "").toLowerCase());
  return stderr.isTTY && env["TERM"] !== "dumb" && !inCi;
}

function isInSync(event: ScanEvent): boolean {
  return event.kind === "checked" && event.report.status === "in-sync";
}

/** What a log says of each event: whole lines, or nothing. */
function progressLines(): (event: ScanEvent) => string {
  let total = 0;
  let done = 0;
  return (event) => {
    switch (event.kind) {
      case "discovered":
        total = event.stacks;
        return `${start(event)}\n`;
      case "memory-limits":
        return `only ${event.atOnce} at once: memory\n`;
      case "installing":
        return linesFrom("whodrift", `installing the plugin ${event.plugin}`);
      case "retried":
        return linesFrom(`stack ${event.stack}`, `trying again: ${event.reason.message}`);
      case "failed":
        return linesFrom(`stack ${event.stack}`, event.error instanceof Error ? (event.error.stack ?? event.error.message) : String(event.error));
      case "checked": {
        done += 1;
        const { stack, status, resources, problem } = event.report;
        return `[${done}/${total}] ${visible(stack)}: ${status}, ${resources.checked} of ${resources.total} resources${problem === undefined ? "" : `: ${visible(problem.message)}`}\n`;
      }
      case "started":
      case "read":
      case "refreshed":
        return "";
    }
  };
}

function start({ stacks, shard }: Extract<ScanEvent, { readonly kind: "discovered" }>): string {
  if (shard === undefined) return `scanning ${count(stacks)}`;
  const part = `shard ${shard.number}/${shard.of}`;
  const whole = count(shard.selection.length);
  return stacks === 0 ? `${part} has nothing to scan: ${whole} for ${shard.of} shards` : `${part}: scanning ${stacks} of ${whole}`;
}

function count(stacks: number): string {
  return `${stacks} ${stacks === 1 ? "stack" : "stacks"}`;
}
