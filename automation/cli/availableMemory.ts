import { freemem, totalmem } from "node:os";
import { constrainedMemory, memoryUsage } from "node:process";

// whodrift's own share: what the benchmark holds it to.
const OWN_BYTES = 300_000_000;

/** Bytes that Pulumi and its providers may take: what the machine has left, within the container's limit. */
export function availableMemory(platform: NodeJS.Platform): number {
  // macOS keeps little memory free, and gives back what it holds when asked: there, half of all is a fair guess.
  const ofMachine = platform === "darwin" ? totalmem() / 2 : freemem();
  return Math.max(0, Math.min(ofMachine, ofContainer()) - OWN_BYTES);
}

/** Without a limit the system answers with zero, or with more than there is. */
function ofContainer(): number {
  const limit = constrainedMemory();
  return limit > 0 ? limit - memoryUsage.rss() : Infinity;
}
