import { verifyDocument, type TrustedKey } from "../../policypack/signature/verify";
import { sha256Of, type ChainEnd } from "./appendEntry";
import type { StoredEntry } from "./ledger";

export interface Finding {
  /** Of the entry that it is about. */
  readonly number: number;
  readonly kind: "missing" | "unusable" | "chain" | "unsigned" | "unknown-key" | "forged" | "truncated" | "head";
  /** A sentence that begins with the entry. */
  readonly message: string;
}

export interface Verification {
  readonly entries: number;
  /** How many are signed with a trusted key. */
  readonly signed: number;
  /** The last entry that could be read, to be kept where nobody who writes the ledger can write. */
  readonly head?: ChainEnd;
  /** Of the entry that says the latest time, ISO 8601. */
  readonly latest?: string;
  readonly findings: readonly Finding[];
}

export interface Expectations {
  /** Without any, nobody's signature is checked. */
  readonly trusted: readonly TrustedKey[];
  /** The first entry that must be signed; before it signing had not begun. */
  readonly signedFrom?: number | undefined;
  /** As an earlier verification told it. */
  readonly head?: ChainEnd | undefined;
}

/**
 * Reads the ledger once, one entry at a time. A chain alone proves that nothing was changed by itself: whoever can write
 * all of it can make it anew. Signatures tell that apart; that the end was cut off, only what is known from elsewhere.
 */
export async function verifyLedger(stored: AsyncIterable<StoredEntry>, { trusted, signedFrom = 1, head }: Expectations): Promise<Verification> {
  const findings: Finding[] = [];
  const find = (number: number, kind: Finding["kind"], message: string) => findings.push({ number, kind, message });
  let entries = 0;
  let signed = 0;
  let last: ChainEnd | undefined;
  let latest: string | undefined;
  for await (const one of stored) {
    const { number } = one;
    const expected = (last?.number ?? 0) + 1;
    if (number > expected) find(expected, "missing", number - 1 === expected ? `entry ${expected} is missing` : `entries ${expected} to ${number - 1} are missing`);
    const end: ChainEnd = { number, sha256: sha256Of(one.bytes) };
    if (head?.number === number && head.sha256 !== end.sha256) find(number, "head", `entry ${number} is not the one that was known: its sha256 was ${head.sha256}, and is ${end.sha256}`);
    if (one.outcome === "unusable") find(number, "unusable", `entry ${number} is no use: ${one.reason}`);
    else {
      entries++;
      if (latest === undefined || Date.parse(one.entry.at) > Date.parse(latest)) latest = one.entry.at;
      const broken = brokenLink(one.entry, last);
      if (broken) find(broken.number, "chain", broken.message);
      if (trusted.length > 0) {
        const verdict = verifyDocument(one.document, one.entry.signature, trusted);
        if (verdict === "verified") signed++;
        else if (verdict !== "unsigned" || number >= signedFrom) find(number, verdict, `entry ${number} ${VERDICTS[verdict]}`);
      }
    }
    last = end;
  }
  if (last === undefined) find(1, "missing", "entry 1 is missing: nothing is recorded here");
  if (head && head.number > (last?.number ?? 0)) find(head.number, "truncated", `entry ${head.number} was known, and the ledger ends with ${last ? `entry ${last.number}` : "nothing"}`);
  return { entries, signed, ...(last && { head: last }), ...(latest !== undefined && { latest }), findings: findings.toSorted((one, other) => one.number - other.number) };
}

const VERDICTS = {
  unsigned: "is not signed",
  "unknown-key": "is signed with a key that is not trusted",
  forged: "is not what was signed: it was changed, or its signature is of another",
} as const;

/** Of the two that do not fit the earlier one is named, unless that is not there. */
function brokenLink({ number, previous }: { readonly number: number; readonly previous?: string | undefined }, last: ChainEnd | undefined): { readonly number: number; readonly message: string } | undefined {
  if (number === 1) return previous === undefined ? undefined : { number, message: "entry 1 is chained to an entry before it, which cannot be" };
  if (previous === undefined) return { number, message: `entry ${number} is chained to nothing, as only the first is` };
  // What is missing has been told.
  if (last?.number !== number - 1 || previous === last.sha256) return undefined;
  return { number: last.number, message: `entry ${last.number} is not what entry ${number} was chained to: one of the two was changed or put in its place` };
}
