/** In order, each batch within both bounds; what is larger than a batch is one by itself. @param sizeOf in bytes */
export function batches<T>(all: readonly T[], { items, bytes }: { readonly items: number; readonly bytes: number }, sizeOf: (one: T) => number): readonly (readonly T[])[] {
  const made: T[][] = [];
  let room = 0;
  for (const one of all) {
    const last = made.at(-1);
    const size = sizeOf(one);
    if (last === undefined || last.length === items || size > room) {
      made.push([one]);
      room = bytes - size;
    } else {
      last.push(one);
      room -= size;
    }
  }
  return made;
}
