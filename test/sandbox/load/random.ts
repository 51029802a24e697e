import { createHash } from "node:crypto";

/** Chance that is the same for the same seed, on every machine. */
export interface Random {
  /** From 0 up to, but not, 1. */
  readonly next: () => number;
  /** A whole number from 0 up to, but not, `end`. */
  readonly below: (end: number) => number;
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
  readonly hex: (digits: number) => string;
  readonly uuid: () => string;
}

/**
 * Small fast counter, a generator of 32 bits with a period of 2^32 at least: a million records need about ten million
 * numbers. http://pracrand.sourceforge.net/RNG_engines.txt
 */
export function newRandom(seed: string): Random {
  const digest = createHash("sha256").update(seed).digest();
  let [a, b, c, counter] = [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), 1];
  const bits = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return sum >>> 0;
  };
  const below = (end: number): number => Math.floor((bits() / 2 ** 32) * end);
  const hex = (digits: number): string => {
    let text = "";
    while (text.length < digits) text += bits().toString(16).padStart(8, "0");
    return text.slice(0, digits);
  };
  return {
    next: () => bits() / 2 ** 32,
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    hex,
    // Of version 4, as AWS's event ids are.
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${"89ab"[below(4)] ?? "8"}${hex(3)}-${hex(12)}`,
  };
}
