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
        void terminal.stderr.write(`scanning ${total} ${total === 1 ? "stack" : "stacks"}\n`);
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
