/** What can be left out as a whole. `counted` says as what. */
export interface Block {
  readonly text: string;
  readonly counted?: "stack" | "resource";
}

/**
 * As many blocks from the beginning as fit, and a last line about the rest. The first block is always kept: a
 * bound too small for the headline is a bound too small for a report.
 * @param maxBytes UTF-8 bytes
 * @param farewell the last line, from how many stacks and resources are left out
 */
export function fitted(blocks: readonly Block[], maxBytes: number, farewell: (stacks: number, resources: number) => string): string {
  const sizes = blocks.map(({ text }) => Buffer.byteLength(text));
  if (sizes.reduce((sum, size) => sum + size, 0) <= maxBytes) return blocks.map(({ text }) => text).join("");
  const room = maxBytes - Buffer.byteLength(farewell(blocks.length, blocks.length));
  let used = 0;
  const first = sizes.findIndex((size) => (used += size) > room);
  const kept = Math.max(1, first);
  const left = blocks.slice(kept);
  const amount = (what: Block["counted"]): number => left.filter(({ counted }) => counted === what).length;
  return blocks.slice(0, kept).map(({ text }) => text).join("") + farewell(amount("stack"), amount("resource"));
}
