import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { AnswerStore, type KeptAnswer } from "../../../automation/audit/answerStore";
import { seal, unseal } from "../../../automation/audit/sealed";

const NOW = Date.parse("2026-01-10T00:00:00Z");
const DAY_MS = 86_400_000;
const KEY = new Uint8Array(32).fill(7);
const SECRET = "hunter2-hunter2";
const writes = { AttributeKey: "ReadOnly", AttributeValue: "false" } as const;
const answer: KeptAnswer = { from: NOW - DAY_MS, to: NOW - 3_600_000, asked: NOW, events: [{ EventSource: "s3.amazonaws.com", Resources: [{ ResourceName: "bucket" }], CloudTrailEvent: JSON.stringify({ requestParameters: { password: SECRET } }) }] };

describe("AnswerStore", () => {
  let above = "";
  let folder = "";
  beforeEach(async () => {
    above = await mkdtemp(join(tmpdir(), "whodrift-answers-"));
    folder = join(above, "cache", "audit");
  });
  afterEach(() => rm(above, { recursive: true }));

  const opened = ({ key = KEY, now = NOW, endpoint }: { readonly key?: Uint8Array; readonly now?: number; readonly endpoint?: string } = {}) => new AnswerStore({ folder, key, endpoint, now: () => new Date(now) });
  const here = (store: AnswerStore) => store.of("111122223333", "eu-west-1");
  const keep = () => here(opened()).keep(writes, answer);
  const onlyFile = async () => {
    const [name = "", ...others] = await readdir(folder);
    assert.deepEqual(others, []);
    return join(folder, name);
  };

  it("tells the next scan what this one was answered", async () => {
    await keep();
    assert.deepEqual(await here(opened()).recall(writes), answer);
  });

  it("knows nothing of another account, region, question, or of another's AWS", async () => {
    await keep();
    const store = opened();
    assert.equal(await store.of("444455556666", "eu-west-1").recall(writes), undefined);
    assert.equal(await store.of("111122223333", "eu-west-3").recall(writes), undefined);
    assert.equal(await here(store).recall({ AttributeKey: "ResourceName", AttributeValue: "false" }), undefined);
    assert.equal(await here(opened({ endpoint: "http://localhost:4566" })).recall(writes), undefined);
  });

  it("writes for its owner only, and nothing that can be read without the ledger's key", async () => {
    await keep();
    const file = await onlyFile();
    assert.deepEqual([(await stat(file)).mode & 0o777, (await stat(folder)).mode & 0o777], [0o600, 0o700]);
    const bytes = await readFile(file);
    for (const word of [SECRET, "password", "bucket", "111122223333"]) assert.equal(bytes.includes(word) || file.slice(folder.length).includes(word), false);
    assert.equal(await here(opened({ key: new Uint8Array(32).fill(8) })).recall(writes), undefined);
  });

  it("forgets after three days, and then removes every file, whoever asked for it", async () => {
    await keep();
    assert.equal(await here(opened({ now: NOW + 3 * DAY_MS + 1 })).recall(writes), undefined);
    const file = await onlyFile();
    await utimes(file, new Date(NOW - 4 * DAY_MS), new Date(NOW - 4 * DAY_MS));
    await opened().of("444455556666", "eu-west-1").recall(writes);
    assert.deepEqual(await readdir(folder), []);
  });

  describe("given a file that is no answer", () => {
    const damages: Readonly<Record<string, (bytes: Buffer) => Uint8Array>> = {
      empty: () => Buffer.alloc(0),
      "cut off": (bytes) => bytes.subarray(0, bytes.length - 3),
      "something else": () => Buffer.from('{"from":0,"to":9e15,"asked":9e15,"events":[]}'),
      "changed in one bit": (bytes) => bytes.map((byte, index) => (index === bytes.length - 5 ? byte ^ 1 : byte)),
    };
    for (const [what, damage] of Object.entries(damages)) {
      it(`${what}: it is as if there were none, and is replaced`, async () => {
        await keep();
        const file = await onlyFile();
        await writeFile(file, damage(await readFile(file)));
        assert.equal(await here(opened()).recall(writes), undefined);
        await keep();
        assert.deepEqual(await here(opened()).recall(writes), answer);
      });
    }

    it("but another question's: it is as if there were none", async () => {
      await keep();
      const file = await onlyFile();
      const names = { AttributeKey: "ResourceName", AttributeValue: "bucket" } as const;
      await here(opened()).keep(names, answer);
      const other = (await readdir(folder)).map((name) => join(folder, name)).find((name) => name !== file) ?? "";
      await writeFile(other, await readFile(file));
      assert.equal(await here(opened()).recall(names), undefined);
    });
  });

  it("given a folder that cannot be made, keeps nothing, and says nothing", async () => {
    await mkdir(join(above, "cache"));
    await writeFile(folder, "a file");
    await keep();
    assert.equal(await here(opened()).recall(writes), undefined);
  });
});

describe("law: what is sealed", () => {
  it("is what was sealed, with the same key and label only", async function () {
    this.timeout(10_000);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.string(), fc.string(), async (text, label, other) => {
        const sealed = await seal(text, KEY, label);
        assert.equal(await unseal(sealed, KEY, label), Buffer.from(text).toString());
        if (other !== label) await assert.rejects(unseal(sealed, KEY, other));
      }),
      { numRuns: 20 },
    );
  });
});
