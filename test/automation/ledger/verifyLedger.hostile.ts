import assert from "node:assert/strict";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { makeSigningKey, openLedger, openSigner, recordOpenDrift, verifyLedger, writeStanding, type LedgerStore, type Signer } from "../../../automation/ledger";
import { checkFiles } from "../../../automation/ledger/checkFiles";
import { sha256Of } from "../../../automation/ledger/appendEntry";
import { entryKey } from "../../../automation/ledger/entryKey";
import { emptyStanding } from "../../../automation/ledger/foldEntry";
import { folderLedgerStore } from "../../../automation/ledger/folderLedgerStore";
import type { Expectations } from "../../../automation/ledger/verifyLedger";
import { readPublicKey, type TrustedKey } from "../../../policypack/signature/verify";
import { aReport, aStack } from "../../fixtures/report";
import { AT, collected, idsOf, scanOf, STACK } from "./entries";

const ENTRIES = 5;

describe("verifyLedger", () => {
  let folder = "";
  let store: LedgerStore;
  let signer: Signer;
  let trusted: readonly TrustedKey[];

  async function aSigner(): Promise<{ readonly signer: Signer; readonly trusted: readonly TrustedKey[] }> {
    const { privateKey, publicKey } = makeSigningKey();
    return { signer: (await openSigner(undefined, { folder, env: { WHODRIFT_SIGNING_KEY: privateKey } })) ?? assert.fail(), trusted: [readPublicKey(publicKey)] };
  }

  async function append(by: Signer | undefined, ...ids: readonly string[]) {
    const ledger = openLedger(store, { signer: by });
    for (const id of ids) await ledger.append(scanOf(id), AT);
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-verify-"));
    store = folderLedgerStore(folder);
    ({ signer, trusted } = await aSigner());
    await append(signer, ...Array.from({ length: ENTRIES }, (_, index) => `night ${index + 1}`));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const fileOf = (number: number) => join(folder, entryKey(number));
  const verify = (over: Partial<Expectations> = {}) => verifyLedger(openLedger(store).stored(), { trusted, ...over });
  const found = async (over: Partial<Expectations> = {}) => (await verify(over)).findings.map(({ number, kind }) => [number, kind]);
  const change = async (number: number, from: string | RegExp, to: string) => {
    const text = await readFile(fileOf(number), "utf8");
    const changed = text.replace(from, to);
    assert.notEqual(changed, text);
    await writeFile(fileOf(number), changed);
  };

  it("given what was written, finds nothing, and tells the last entry", async () => {
    const { findings, entries, signed, head } = await verify();
    assert.deepEqual([findings, entries, signed], [[], ENTRIES, ENTRIES]);
    assert.deepEqual(head, { number: ENTRIES, sha256: sha256Of(await readFile(fileOf(ENTRIES))) });
  });

  it("given a row that was changed, names it, by its signature and by the chain", async () => {
    await change(3, "night 3", "night 9");
    assert.deepEqual(await found(), [[3, "forged"], [3, "chain"]]);
    assert.deepEqual(await found({ trusted: [] }), [[3, "chain"]]);
  });

  it("given the last row changed, only its signature tells", async () => {
    await change(ENTRIES, "in-sync", "drifted");
    assert.deepEqual(await found(), [[ENTRIES, "forged"]]);
    assert.deepEqual(await found({ trusted: [] }), []);
  });

  it("given white space that changes no meaning, tells it all the same", async () => {
    await change(3, "{", "{ ");
    assert.deepEqual(await found(), [[3, "chain"]]);
  });

  it("given rows that were taken away, names them, and appending does not cover them up", async () => {
    await rm(fileOf(2));
    await rm(fileOf(3));
    await append(signer, "tonight");
    assert.deepEqual(await found(), [[2, "missing"]]);
    assert.match((await verify()).findings[0]?.message ?? "", /^entries 2 to 3 are missing$/);
    await rm(fileOf(1));
    assert.deepEqual(await found(), [[1, "missing"]]);
  });

  it("given two rows in each other's place, names both", async () => {
    await rename(fileOf(2), join(folder, "kept"));
    await rename(fileOf(3), fileOf(2));
    await rename(join(folder, "kept"), fileOf(3));
    const { findings } = await verify();
    assert.deepEqual(findings.filter(({ kind }) => kind === "unusable").map(({ message }) => message), [
      "entry 2 is no use: it says that it is entry 3",
      "entry 3 is no use: it says that it is entry 2",
    ]);
  });

  it("given rows swapped and numbered anew, tells by signature and chain", async () => {
    const [two, three] = await Promise.all([readFile(fileOf(2), "utf8"), readFile(fileOf(3), "utf8")]);
    await writeFile(fileOf(2), three.replace('"number":3', '"number":2'));
    await writeFile(fileOf(3), two.replace('"number":2', '"number":3'));
    const findings = await found();
    assert.deepEqual(findings.filter(([, kind]) => kind === "forged"), [[2, "forged"], [3, "forged"]]);
    assert.notDeepEqual(await found({ trusted: [] }), []);
  });

  it("given an entry that was signed, in another's place, tells that it is a copy", async () => {
    await writeFile(fileOf(4), await readFile(fileOf(2)));
    assert.deepEqual(await found(), [[4, "unusable"], [4, "chain"]]);
  });

  it("given a ledger that was made anew as a whole, and fits, names every entry", async () => {
    const forge = async (by: Signer | undefined) => {
      await rm(join(folder, "entries"), { recursive: true });
      await append(by, "all is well", "all is well");
      assert.deepEqual(await found({ trusted: [] }), [], "the chain alone tells nothing");
    };
    await forge(undefined);
    assert.deepEqual(await found(), [[1, "unsigned"], [2, "unsigned"]]);
    await forge((await aSigner()).signer);
    assert.deepEqual(await found(), [[1, "unknown-key"], [2, "unknown-key"]]);
  });

  it("given a signature that claims to be of the trusted key, is not deceived", async () => {
    await change(ENTRIES, /"value":"[^"]+"/, `"value":"${Buffer.alloc(64).toString("base64")}"`);
    assert.deepEqual(await found(), [[ENTRIES, "forged"]]);
    await change(ENTRIES, '"algorithm":"ed25519"', '"algorithm":"ecdsa-sha256"');
    assert.deepEqual(await found(), [[ENTRIES, "forged"]]);
  });

  it("given that signing began later, asks for signatures from there on", async () => {
    await rm(join(folder, "entries"), { recursive: true });
    await append(undefined, "one", "two");
    await append(signer, "three");
    assert.deepEqual(await found(), [[1, "unsigned"], [2, "unsigned"]]);
    assert.deepEqual(await found({ signedFrom: 3 }), []);
    await change(1, "one", "ONE");
    assert.deepEqual(await found({ signedFrom: 3 }), [[1, "chain"]]);
  });

  it("given several keys, takes what each of them signed", async () => {
    const next = await aSigner();
    await append(next.signer, "with the new key");
    assert.deepEqual(await found(), [[ENTRIES + 1, "unknown-key"]]);
    assert.deepEqual(await found({ trusted: [...trusted, ...next.trusted] }), []);
  });

  describe("given that the end was cut off", () => {
    it("tells by the head that was known", async () => {
      const { head } = await verify();
      assert.deepEqual(await found({ head }), []);
      await rm(fileOf(ENTRIES));
      assert.deepEqual(await found(), []);
      assert.deepEqual(await found({ head }), [[ENTRIES, "truncated"]]);
      await append(signer, "in its place");
      assert.deepEqual(await found({ head }), [[ENTRIES, "head"]]);
    });

    it("tells by a standing file that was made from a later entry", async () => {
      await writeStanding(store, { ...emptyStanding(STACK), number: ENTRIES });
      assert.deepEqual(await checkFiles(store, await verify(), trusted), []);
      await rm(fileOf(ENTRIES));
      assert.deepEqual((await checkFiles(store, await verify(), trusted)).map(({ number, kind }) => [number, kind]), [[ENTRIES, "truncated"]]);
    });

    it("tells by an open-drift file that was signed later, and that one which was changed", async () => {
      const nextNight = new Date(AT.getTime() + 86_400_000);
      await recordOpenDrift({ store, signer }, aReport({ stacks: [aStack(STACK)] }), new Map(), nextNight);
      const kinds = async () => (await checkFiles(store, await verify(), trusted)).map(({ kind }) => kind);
      assert.deepEqual(await kinds(), ["truncated"]);
      await openLedger(store, { signer }).append(scanOf("next night"), nextNight);
      assert.deepEqual(await kinds(), []);
      const file = join(folder, "open-drift", "acme", "orders", "prod.json");
      await writeFile(file, (await readFile(file, "utf8")).replace('"adoptions": []', '"adoptions": [ ]').replace(/"expiresAt": "\d{4}/, '"expiresAt": "2999'));
      assert.deepEqual(await kinds(), ["forged"]);
    });

    it("given that all of it is gone, does not call that intact", async () => {
      await rm(join(folder, "entries"), { recursive: true });
      assert.deepEqual(await found(), [[1, "missing"]]);
    });
  });

  for (const [what, content] of [["nothing", ""], ["half of an entry", '{"schema":"whodrift/led'], ["other JSON", "[]"], ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00])], ["an entry of a schema to come", '{"schema":"whodrift/ledger-entry@2"}']] as const) {
    it(`given ${what} for an entry, names it, and whoever reads the ledger passes it over and hears of it`, async () => {
      await writeFile(fileOf(3), content);
      assert.deepEqual((await found())[0], [3, "unusable"]);
      const ledger = openLedger(store, { signer });
      assert.deepEqual(idsOf(await collected(ledger.entries())), ["night 1", "night 2", "night 4", "night 5"]);
      assert.equal((await ledger.standing(STACK)).number, ENTRIES);
      assert.deepEqual(ledger.problems().map(({ code, message }) => [code, message.slice(0, 45)]), [["ledger-entry-unusable", "entry 3 of the ledger was passed over: it is "]]);
      assert.equal((await ledger.append(scanOf("tonight"), AT)).number, ENTRIES + 1);
    });
  }

  it("given a number beyond all others, does not go on from there", async () => {
    await writeFile(fileOf(9_999_999_999), "{}");
    await assert.rejects(openLedger(store).append(scanOf("tonight"), AT), /no number is left/);
    assert.deepEqual((await found())[0], [ENTRIES + 1, "missing"]);
  });

  it("law: no byte of any entry can be changed, and no entry be taken away but the last, without its being found", async () => {
    const originals = await Promise.all(Array.from({ length: ENTRIES }, (_, index) => readFile(fileOf(index + 1))));
    const harm = fc.oneof(
      fc.record({ number: fc.integer({ min: 1, max: ENTRIES - 1 }), kind: fc.constant("removed" as const) }),
      fc.record({ number: fc.integer({ min: 1, max: ENTRIES }), kind: fc.constant("changed" as const), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) }),
    );
    await fc.assert(
      fc.asyncProperty(harm, async (harmed) => {
        const original = originals[harmed.number - 1] ?? assert.fail();
        if (harmed.kind === "removed") await rm(fileOf(harmed.number));
        else {
          const bytes = Buffer.from(original);
          // The last byte of the last entry is its line end, which no signature covers and no entry is chained to.
          const at = harmed.at % (bytes.length - 1);
          bytes[at] = (bytes[at] ?? 0) ^ harmed.by;
          await writeFile(fileOf(harmed.number), bytes);
        }
        try {
          assert.notDeepEqual(await found(), [], JSON.stringify(harmed));
        } finally {
          await writeFile(fileOf(harmed.number), original);
        }
      }),
      { numRuns: 100 },
    );
  });
});
