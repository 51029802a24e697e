/** Lines from the beginning that fit together, and how many were left out. @param sizeOf in whatever unit the room is */
export function fitLines<L>(lines: readonly L[], room: number, sizeOf: (line: L) => number): { readonly kept: readonly L[]; readonly left: number } {
  let used = 0;
  const end = lines.findIndex((line) => (used += sizeOf(line)) > room);
  return end === -1 ? { kept: lines, left: 0 } : { kept: lines.slice(0, end), left: lines.length - end };
}
