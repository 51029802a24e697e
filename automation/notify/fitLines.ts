/**
 * Lines from the beginning that fit together, and how many were left out, which are not drawn: of many thousands a
 * message has room for some.
 * @param sizeOf in whatever unit the room is
 */
export function fitLines<T, L>(all: readonly T[], room: number, draw: (one: T) => L, sizeOf: (line: L) => number): { readonly kept: readonly L[]; readonly left: number } {
  const kept: L[] = [];
  let used = 0;
  for (const one of all) {
    const line = draw(one);
    used += sizeOf(line);
    if (used > room) break;
    kept.push(line);
  }
  return { kept, left: all.length - kept.length };
}
