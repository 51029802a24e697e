import { isJsonArray, isJsonObject, type Json } from "../model";

/** How far a source of network traffic reaches: anybody, somebody outside, or inside only. */
export type Reach = "world" | "outside" | "inside";

// Two halves of the address space are the world too; nobody owns so wide a block.
const WORLD_BITS = { ipv4: 8, ipv6: 16 } as const;
// RFC 1918, RFC 6598 (carrier NAT), loopback and link-local; IPv6 ULA and link-local.
const INSIDE = /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{0,2}:|fe[89ab][0-9a-f]?:)/i;
const CIDR = /^([0-9a-f.:]+)\/(\d{1,3})$/i;

/** undefined where the text is no CIDR block. */
export function reachOf(text: string): Reach | undefined {
  const [, address, bits] = CIDR.exec(text) ?? [];
  if (address === undefined) return undefined;
  const isV6 = address.includes(":");
  if (Number(bits) < (isV6 ? WORLD_BITS.ipv6 : WORLD_BITS.ipv4)) return "world";
  return INSIDE.test(address) ? "inside" : "outside";
}

/** The CIDR blocks anywhere in a value. */
export function cidrsIn(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return reachOf(value) === undefined ? [] : [value];
  if (isJsonArray(value)) return value.flatMap(cidrsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(cidrsIn) : [];
}

/** True where every address of `narrow` is one of `wide`; text that is no CIDR block covers itself only. */
export function blockCovers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  const [outer, inner] = [bitsOf(wide), bitsOf(narrow)];
  return outer !== undefined && inner?.family === outer.family && inner.prefix.startsWith(outer.prefix);
}

interface Block {
  readonly family: "ipv4" | "ipv6";
  /** The fixed bits, as text. */
  readonly prefix: string;
}

function bitsOf(text: string): Block | undefined {
  const [, address, bits] = CIDR.exec(text) ?? [];
  if (address === undefined) return undefined;
  const isV6 = address.includes(":");
  const [groups, width] = isV6 ? [groupsOf(address), 16] : [address.split(".").map(Number), 8];
  if (groups.length * width !== (isV6 ? 128 : 32) || groups.some((group) => !(group < 2 ** width))) return undefined;
  const all = groups.map((group) => group.toString(2).padStart(width, "0")).join("");
  return { family: isV6 ? "ipv6" : "ipv4", prefix: all.slice(0, Number(bits)) };
}

function groupsOf(address: string): readonly number[] {
  const [head = [], tail] = address.split("::").map((half) => (half === "" ? [] : half.split(":").map((group) => parseInt(group, 16))));
  return tail === undefined ? head : [...head, ...Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0), ...tail];
}
