import { createHash } from "node:crypto";
import { canonicalJson, isAttributed, isJson, isJsonObject, jsonSchema, ledgerEntrySchema, type AuditEvent, type LedgerEntry } from "../../policypack/model";
import { verifyDocument, type TrustedKey } from "../../policypack/signature/verify";
import { EVIDENCE, type Evidence } from "./evidenceFile";
import type { Story } from "./story";
import { tellStory } from "./tellStory";

/** An entry as it lies in the ledger. */
export interface EntryBytes {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/**
 * A story with the entries that it was told from, whole, and the digests of all others.
 * @param entries all of the ledger, in order, twice: what is kept is known when the story has been told
 */
export async function gatherEvidence(asked: string, entries: () => AsyncIterable<EntryBytes> | Iterable<EntryBytes>, now: Date): Promise<Evidence> {
  const story = await tellStory(asked, readable(entries()));
  const needed = new Set(story.chapters.map(({ entry }) => entry));
  const chain: Evidence["chain"][number][] = [];
  const keys = new Set<string>();
  for await (const { number, bytes } of entries()) {
    const text = needed.has(number) ? Buffer.from(bytes).toString("utf8") : undefined;
    chain.push({ number, sha256: sha256Of(bytes), ...(text !== undefined && { text }) });
    const signature = text === undefined ? undefined : readEntry(text)?.entry.signature;
    if (signature) keys.add(signature.keyId);
  }
  return { schema: EVIDENCE, writtenAt: now.toISOString(), story, chain, keys: [...keys].toSorted(), records: recordsOf(story) };
}

export interface EvidenceVerdict {
  /** What does not hold; empty where all does. */
  readonly flaws: readonly string[];
  /** Entries that are there whole, and how many of them are signed by a trusted key, by another one, and by none. */
  readonly entries: number;
  readonly signatures: Readonly<Record<"verified" | "unknown-key" | "unsigned", number>>;
}

/**
 * Is it what the ledger had? The bytes must have their digests, the entries must be chained to them and signed, and
 * must tell this very story. Digests of entries that were left out are proven by the entries behind them alone.
 */
export async function verifyEvidence({ story, chain, keys, records }: Evidence, trusted: readonly TrustedKey[]): Promise<EvidenceVerdict> {
  const flaws: string[] = [];
  const signatures = { verified: 0, "unknown-key": 0, unsigned: 0 };
  const whole: LedgerEntry[] = [];
  for (const [index, { number, sha256, text }] of chain.entries()) {
    if (number !== index + 1) flaws.push(`place ${index + 1} of the chain has entry ${number}`);
    if (text === undefined) continue;
    const read = readEntry(text);
    if (sha256Of(Buffer.from(text, "utf8")) !== sha256) flaws.push(`entry ${number} is not what its digest says`);
    if (read === undefined) {
      flaws.push(`entry ${number} is no ledger entry`);
      continue;
    }
    const { entry, document } = read;
    if (entry.number !== number) flaws.push(`entry ${number} says that it is entry ${entry.number}`);
    if (entry.previous !== chain[index - 1]?.sha256) flaws.push(`entry ${number} is not chained to the one before it`);
    const verdict = verifyDocument(document, entry.signature, trusted);
    if (verdict === "forged") flaws.push(`the signature of entry ${number} is forged`);
    else signatures[verdict] += 1;
    if (entry.signature && !keys.includes(entry.signature.keyId)) flaws.push(`the key of entry ${number} is not among those named`);
    whole.push(entry);
  }
  const retold = await tellStory(story.asked, whole);
  if (!isSame(retold, story)) flaws.push("the entries do not tell this story");
  if (!isSame(recordsOf(retold), records)) flaws.push("the audit records are not those of the entries");
  return { flaws, entries: whole.length, signatures };
}

/** Of who made each change, and of who ended it; each once. */
function recordsOf({ chapters }: Story): readonly AuditEvent[] {
  const events = chapters.flatMap((chapter): readonly AuditEvent[] => {
    if (chapter.kind === "resolved") return chapter.resolved.event ? [chapter.resolved.event] : [];
    if (chapter.kind === "decided" || chapter.kind === "step" || chapter.kind === "open") return [];
    return isAttributed(chapter.change.attribution) ? [chapter.change.attribution.event] : [];
  });
  return [...new Map(events.map((event) => [event.id, event])).values()];
}

async function* readable(entries: AsyncIterable<EntryBytes> | Iterable<EntryBytes>): AsyncGenerator<LedgerEntry> {
  for await (const { bytes } of entries) {
    const read = readEntry(Buffer.from(bytes).toString("utf8"));
    if (read) yield read.entry;
  }
}

function readEntry(text: string) {
  try {
    const document: unknown = JSON.parse(text);
    const parsed = ledgerEntrySchema.safeParse(document);
    return parsed.success && isJson(document) && isJsonObject(document) ? { entry: parsed.data, document } : undefined;
  } catch {
    return undefined;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(jsonSchema.parse(one)) === canonicalJson(jsonSchema.parse(other));
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
