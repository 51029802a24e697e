import type { ScanEvent } from "../scan";
import { visible } from "../report/visible";
import { linesFrom } from "./linesFrom";
import type { Terminal } from "./terminal";

/** Tells on stderr how far a scan is: one line when it starts, one for each stack that is done. */
export function tellProgress(terminal: Terminal): (event: ScanEvent) => void {
  let total = 0;
  let done = 0;
  return (event) => {
    switch (event.kind) {
      case "discovered":
        total = event.stacks;
        void terminal.stderr.write(`${start(event)}\n`);
        return;
      case "memory-limits":
        void terminal.stderr.write(`only ${event.atOnce} at once: memory\n`);
        return;
      case "installing":
        void terminal.stderr.write(linesFrom("whodrift", `installing the plugin ${event.plugin}`));
        return;
      case "retried":
        void terminal.stderr.write(linesFrom(`stack ${event.stack}`, `trying again: ${event.reason.message}`));
        return;
      case "failed": {
        const cause = event.error instanceof Error ? (event.error.stack ?? event.error.message) : String(event.error);
        void terminal.stderr.write(linesFrom(`stack ${event.stack}`, cause));
        return;
      }
      case "checked": {
        done += 1;
        const { stack, status, resources, problem } = event.report;
        void terminal.stderr.write(`[${done}/${total}] ${visible(stack)}: ${status}, ${resources.checked} of ${resources.total} resources${problem === undefined ? "" : `: ${visible(problem.message)}`}\n`);
        return;
      }
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
