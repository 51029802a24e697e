import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { emptyStanding } from "../../../automation/ledger";
import { evidenceSchema, gatherEvidence, tellStory, verifyEvidence, type EntryBytes, type Evidence } from "../../../automation/story";
import { canonicalJson, jsonSchema, type LedgerBody, type LedgerEntry } from "../../../policypack/model";
import { keyIdOf } from "../../../policypack/signature/verify";
import { actor, event } from "../../policypack/drifts";
import { drifted, entryOf, nightTime, reportOf, scanned, STACK, urnOf, type Ending } from "../ledger/nights";

const key = generateKeyPairSync("ed25519");
const trusted = [{ key: key.publicKey, keyId: keyIdOf(key.publicKey) }];

/** Chained and signed, as a ledger writes them. */
function chained(bodies: readonly LedgerBody[]): readonly EntryBytes[] {
  const written: EntryBytes[] = [];
  for (const [index, body] of bodies.entries()) {
    const last = written.at(-1);
    const entry: LedgerEntry = { ...entryOf(index + 1, body), ...(last && { previous: createHash("sha256").update(last.bytes).digest("hex") }) };
    const value = sign(null, Buffer.from(canonicalJson(jsonSchema.parse(entry))), key.privateKey).toString("base64");
    written.push({ number: index + 1, bytes: Buffer.from(JSON.stringify({ ...entry, signature: { algorithm: "ed25519", keyId: keyIdOf(key.publicKey), value } })) });
  }
  return written;
}

const nights: readonly (readonly [StackDrifts: Parameters<typeof reportOf>[0], ending?: Ending])[] = [
  [[drifted("a"), drifted("b")]],
  [[drifted("a"), drifted("b")]],
  [[drifted("a", { valueDigest: "v-2" }), drifted("b")]],
  [[drifted("b")], { how: "reverted", actor, event, at: nightTime(3).toISOString() }],
  [[drifted("b")]],
  [[drifted("a"), drifted("b")]],
  [[drifted("a"), drifted("b")]],
];

function bodies(): readonly LedgerBody[] {
  let standing = emptyStanding(STACK);
  const scans = nights.map(([drifts, ending], index): LedgerBody => {
    const at = nightTime(index + 1).toISOString();
    const next = scanned(standing, reportOf(drifts), ending);
    ({ standing } = next);
    return { kind: "scan", scan: { id: `scan ${index}`, startedAt: at, finishedAt: at, version: "0" }, stacks: [next.seen] };
  });
  return scans;
}

const entries = chained(bodies());
const read = entries.map(({ number }, index) => entryOf(number, bodies()[index] ?? assert.fail()));

describe("a story from the ledger", () => {
  it("is told in order, of one resource alone, and says when it came back", async () => {
    const { chapters, meanDrifted, actors } = await tellStory(urnOf("a"), read);
    assert.deepEqual(chapters.map((chapter) => [chapter.kind, chapter.entry, "again" in chapter]), [
      ["seen", 1, false], ["worse", 3, false], ["resolved", 4, false], ["seen", 6, true], ["open", 7, false],
    ]);
    assert.equal(meanDrifted, 2 * 86_400_000);
    assert.deepEqual(actors.map(({ principal, times }) => [principal, times]), [[actor.principal, 1]]);
  });

  it("is the same by the change's fingerprint", async () => {
    assert.deepEqual((await tellStory("a", read)).chapters, (await tellStory(urnOf("a"), read)).chapters);
  });

  it("is none of what only contains the name that was asked for", async () => {
    assert.deepEqual((await tellStory(urnOf("a").slice(0, -1), read)).chapters, []);
  });
});

describe("evidence", () => {
  const gather = () => gatherEvidence(urnOf("a"), () => entries, nightTime(9));

  it("has what the story was told from, whole and as written, and the digests of the rest", async () => {
    const { chain, keys, records } = evidenceSchema.parse(await gather());
    assert.deepEqual(chain.map(({ number, text }) => [number, text !== undefined]), [[1, true], [2, false], [3, true], [4, true], [5, false], [6, true], [7, true]]);
    assert.equal(chain[0]?.text, Buffer.from(entries[0]?.bytes ?? []).toString("utf8"));
    assert.deepEqual([keys, records.map(({ id }) => id)], [[keyIdOf(key.publicKey)], [event.id]]);
  });

  it("holds as it was written, and says who signed it", async () => {
    assert.deepEqual(await verifyEvidence(await gather(), trusted), { flaws: [], entries: 5, signatures: { verified: 5, "unknown-key": 0, unsigned: 0 } });
    assert.equal((await verifyEvidence(await gather(), [])).signatures["unknown-key"], 5);
  });

  const forgeries: readonly (readonly [string, (evidence: Evidence) => Evidence, RegExp])[] = [
    ["a changed entry", (evidence) => withLink(evidence, 2, (text) => text.replace("v-2", "v-3")), /entry 3 is not what its digest says/],
    ["a changed entry with its digest", (evidence) => withLink(evidence, 2, (text) => text.replace("v-2", "v-3"), true), /signature of entry 3 is forged/],
    ["another digest of an entry that is left out", (evidence) => ({ ...evidence, chain: evidence.chain.map((link) => (link.number === 2 ? { ...link, sha256: "0".repeat(64) } : link)) }), /entry 3 is not chained/],
    ["a missing entry", (evidence) => ({ ...evidence, chain: evidence.chain.filter(({ number }) => number !== 5) }), /place 5 of the chain has entry 6/],
    ["a story that leaves something out", (evidence) => ({ ...evidence, story: { ...evidence.story, chapters: evidence.story.chapters.slice(0, -1) } }), /do not tell this story/],
    ["another audit record", (evidence) => ({ ...evidence, records: evidence.records.map((record) => ({ ...record, principal: "somebody else" })) }), /audit records/],
  ];
  for (const [what, forge, flaw] of forgeries) {
    it(`does not hold, given ${what}`, async () => {
      const { flaws } = await verifyEvidence(forge(await gather()), trusted);
      assert.match(flaws.join("\n"), flaw);
    });
  }

  it("law: no byte of an entry can be another", async () => {
    const evidence = await gather();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 2, 3, 5, 6), fc.nat(), async (index, at) => {
        const { flaws } = await verifyEvidence(withLink(evidence, index, (text) => `${text.slice(0, at % text.length)}~${text.slice((at % text.length) + 1)}`), trusted);
        assert.notDeepEqual(flaws, []);
      }),
      { numRuns: 50 },
    );
  });
});

function withLink(evidence: Evidence, index: number, change: (text: string) => string, rehash = false): Evidence {
  const chain = evidence.chain.map((link, place) => {
    if (place !== index || link.text === undefined) return link;
    const text = change(link.text);
    return { ...link, text, ...(rehash && { sha256: createHash("sha256").update(text).digest("hex") }) };
  });
  return { ...evidence, chain };
}
