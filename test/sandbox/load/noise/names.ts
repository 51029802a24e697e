import type { Random } from "../random";

/**
 * What belongs to other teams. None of these words is in the name of a stack of the sandbox, so that nothing in the
 * noise can be taken for one of its resources.
 */
export const TEAMS = ["telemetry", "analytics", "mlops", "crm", "intranet", "warehouse", "chatbot", "fraudlab"] as const;
const THINGS = ["ingest", "export", "scorer", "sync", "cache", "frontend", "batch", "archive"] as const;

/** `<team>-<thing>-<number>`: about a thousand names, so that some turn up again and again, as in a real trail. */
export function thing(random: Random): string {
  return `${random.pick(TEAMS)}-${random.pick(THINGS)}-${random.below(16)}`;
}

/** EC2's ids since 2016: 17 hexadecimal digits, here the first of them 0. One of `most` different ones. */
export function ec2Id(random: Random, prefix: "i" | "sg" | "subnet", most = 500): string {
  const number = random.below(most) + 1;
  const word = (factor: number) => (Math.imul(number, factor) >>> 0).toString(16).padStart(8, "0");
  return `${prefix}-0${word(0x9e3779b1)}${word(0x85ebca6b)}`;
}

const KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The rest of a unique id or an access key, which is base32; the same for the same text. */
export function idOf(text: string, length: number): string {
  // FNV-1a, stepped on for each letter: nothing here is secret, and a hash for each record would cost more than the record.
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return Array.from({ length }, (_, index) => {
    hash = Math.imul(hash ^ (hash >>> 15) ^ index, 0x2c1b3c6d);
    return KEY_LETTERS[(hash >>> 8) & 31] ?? "A";
  }).join("");
}
