/**
 * What stayed itself on both sides of a change: those that share a name which no other on either side bears.
 * Linear, for values are written by whoever we are looking for.
 */
export function pairs<T>(gone: readonly T[], come: readonly T[], namesOf: (one: T) => readonly string[]): readonly (readonly [T, T])[] {
  const [before, after] = [byName(gone, namesOf), byName(come, namesOf)];
  const taken = new Set<T>();
  return [...before].flatMap(([name, [one, ...more]]) => {
    const [other, ...others] = after.get(name) ?? [];
    if (!one || !other || more.length + others.length > 0 || taken.has(one) || taken.has(other)) return [];
    taken.add(one).add(other);
    return [[one, other] as const];
  });
}

function byName<T>(list: readonly T[], namesOf: (one: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const bearers = new Map<string, T[]>();
  for (const one of list) {
    for (const name of namesOf(one)) {
      const known = bearers.get(name);
      if (known) known.push(one);
      else bearers.set(name, [one]);
    }
  }
  return bearers;
}
