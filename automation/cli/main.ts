import { runCommandLine } from "./commandLine";
import { processTerminal } from "./processTerminal";

void runCommandLine(process.argv.slice(2), processTerminal()).then((status) => {
  process.exitCode = status;
});
