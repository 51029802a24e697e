import { byName, type StackRef } from "./stack";

/** One of several parts of a selection, each for a machine of its own; `number` counts from 1. */
export interface Shard {
  readonly number: number;
  readonly of: number;
}

export interface SizedStack {
  readonly ref: StackRef;
  readonly resources: number;
}

/**
 * Roughly as many resources as are read while the CLI, the engine and the provider start: a refresh of 8 takes 1.5 s,
 * nearly all of it start. Without it all empty stacks would go to one shard.
 */
export const START = 50;

/** Reads `I/N`; undefined for anything else. */
export function parseShard(text: string): Shard | undefined {
  const [number, of] = /^[1-9]\d{0,3}\/[1-9]\d{0,3}$/.test(text) ? text.split("/").map(Number) : [];
  return number === undefined || of === undefined || number > of ? undefined : { number, of };
}

/**
 * The stacks of one shard, in the given order. Each stack is in exactly one; the split follows from names and sizes
 * alone: the largest first, each to the shard that has least so far. No shard has more than another by more than one
 * stack. Some are empty where there are more shards than stacks.
 */
export function takeShard(stacks: readonly SizedStack[], { number, of }: Shard): readonly SizedStack[] {
  const loads = new Array<number>(of).fill(0);
  const mine = new Set<StackRef>();
  for (const { ref, resources } of stacks.toSorted(largestFirst)) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = START + resources + (loads[least] ?? 0);
    if (least === number - 1) mine.add(ref);
  }
  return stacks.filter(({ ref }) => mine.has(ref));
}

/** The longest to scan begins first, so that the end of a scan does not wait for it alone. */
export function largestFirst(one: SizedStack, other: SizedStack): number {
  return other.resources - one.resources || byName(one.ref, other.ref);
}
