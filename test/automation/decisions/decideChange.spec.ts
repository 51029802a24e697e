import assert from "node:assert/strict";
import { decideChange, findChange, NoSuchChange, refusal, type Recorded } from "../../../automation/decisions";
import { readLastOpenDrift, type LedgerStore } from "../../../automation/ledger";
import type { AttributedChange, OpenDrift, PersonAction } from "../../../policypack/model";
import { rulesSchema } from "../../../policypack/remediation";
import { actor, entryWith, URN } from "../../policypack/drifts";
import { collected } from "../ledger/entries";
import { ledgerOn, memoryStore, NOW, nightOf, STACK } from "./ledgers";

const DAY = 86_400_000;
const A = "aaaaaaaa11111111";
const B = "aaaaaaaa22222222";
const erin = { name: "erin", principal: "arn:aws:iam::1:user/erin", basis: "sts" } as const;
const bob = { ...erin, name: "bob" };

async function decide(store: LedgerStore, action: PersonAction, { fingerprint = A, until, by = erin, reason = "incident 7" }: { readonly fingerprint?: string; readonly until?: Date; readonly by?: typeof erin | typeof bob; readonly reason?: string } = {}): Promise<Recorded> {
  const ledger = ledgerOn(store);
  return decideChange({ ledger, found: await findChange(ledger, fingerprint), action, reason, until, by, rules: [], ignoreMax: 90 * DAY, now: NOW });
}

async function fileOf(store: LedgerStore, stack = STACK): Promise<OpenDrift> {
  const read = await readLastOpenDrift(store, stack);
  assert.ok(read.outcome === "read");
  return read.openDrift;
}

const heldIn = async (store: LedgerStore) => (await fileOf(store)).entries.filter(({ decision }) => decision.action === "hold").map(({ fingerprint, decision: { by } }) => [fingerprint, "person" in by && by.person]);

describe("finding the change that a fingerprint means", () => {
  let store: LedgerStore;
  beforeEach(async () => {
    store = memoryStore();
    await nightOf(store, [{ fingerprint: A }, { fingerprint: B, path: "tags.x" }]);
    await nightOf(store, [{ fingerprint: "bbbbbbbb33333333" }], { stack: "acme/net/prod" });
  });

  it("takes the whole of it, or as much as only one has, in whichever stack", async () => {
    const found = await findChange(ledgerOn(store), A);
    assert.deepEqual(found.about, { stack: STACK, fingerprint: A, urn: URN, type: "aws:sqs/queue:Queue", path: "visibilityTimeoutSeconds", valueDigest: "v-1", actor: actor.principal });
    assert.equal((await findChange(ledgerOn(store), "bbbbbbbb")).about.stack, "acme/net/prod");
  });

  for (const [what, fingerprint, stack, says] of [
    ["too little of it", "bbbbbbb", undefined, /at least 8 characters/],
    ["what several have, and lists them", "aaaaaaaa", undefined, /several changes begin so[^]*aaaaaaaa11111111 {2}acme\/orders\/prod {2}vis[^]*22222222/],
    ["what none has", "cccccccc", undefined, /no open change has/],
    ["what none of the stack has", "bbbbbbbb", STACK, /no open change of acme\/orders\/prod has/],
    ["what a stack has that nobody knows", A, "acme/none/prod", /no open change of acme\/none\/prod/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(findChange(ledgerOn(store), fingerprint, stack), (error) => error instanceof NoSuchChange && says.test(error.message));
    });
  }

  it("passes over a standing that is none", async () => {
    await store.replace("standing/acme/x/y.json", Buffer.from("{"));
    assert.equal((await findChange(ledgerOn(store), A)).about.fingerprint, A);
  });
});

describe("what may not be decided", () => {
  const cases: readonly { readonly action: PersonAction; readonly what: string; readonly change?: Partial<AttributedChange>; readonly days?: number; readonly says: RegExp | undefined }[] = [
    { action: "revert", what: "what the program never set", change: { tier: "output" }, says: /put it back in AWS/ },
    { action: "adopt", what: "a deletion", change: { path: "", kind: "removed" }, says: /a deletion cannot be adopted: put it into the program/ },
    { action: "adopt", what: "a secret", change: { actual: { secret: true, digest: "d" } }, says: /secret/ },
    { action: "adopt", what: "what replaces the resource", change: { replaces: true }, says: /replace/ },
    { action: "adopt", what: "what opens access, which a person may", change: { opensAccess: true }, says: undefined },
    { action: "hold", what: "what opens access, which a person may", change: { opensAccess: true }, says: undefined },
    { action: "hold", what: "noise", change: { noise: { rule: "set-order", reason: "same" } }, says: /compare\.noise\.off/ },
    { action: "ignore", what: "without an end", says: /add --for 30d, or --until with a date up to 2026-03-12T08:00:00\.000Z/ },
    { action: "ignore", what: "beyond the limit", days: 10.1, says: /nothing to be ignored beyond 2026-03-12T08:00:00\.000Z/ },
    { action: "ignore", what: "up to the limit", days: 10, says: undefined },
    { action: "hold", what: "until yesterday", days: -1, says: /not ahead/ },
  ];
  for (const { action, what, change = {}, days, says } of cases) {
    it(`${says === undefined ? "takes" : "refuses"}: ${action} ${what}`, async () => {
      const store = memoryStore();
      await nightOf(store, [{ fingerprint: A, ...change }]);
      const until = days === undefined ? undefined : new Date(NOW.getTime() + days * DAY);
      const refused = refusal(await findChange(ledgerOn(store), A), { action, until }, { now: NOW, ignoreMax: 10 * DAY });
      if (says === undefined) assert.equal(refused, undefined);
      else assert.match(refused ?? "", says);
    });
  }
});

describe("recording what a person decides", () => {
  let store: LedgerStore;
  beforeEach(async () => {
    store = memoryStore();
    await nightOf(store, [{ fingerprint: A }, { fingerprint: B, path: "tags.x" }]);
  });

  it("appends an entry, and has the standing and the open-drift file say so, which grows no younger", async () => {
    const until = new Date(NOW.getTime() + DAY);
    const before = await fileOf(store);
    const { decision, number, effect, told } = await decide(store, "hold", { until });
    assert.deepEqual([number, told, effect], [2, true, { action: "hold", by: { person: "erin", reason: "incident 7", basis: "sts" }, until: until.toISOString() }]);
    const entries = await collected(ledgerOn(store).entries());
    assert.deepEqual(entries.at(-1)?.body, { kind: "decision", decision });
    assert.deepEqual((await ledgerOn(store).standing(STACK)).decisions, [decision]);
    const after = await fileOf(store);
    assert.deepEqual([after.generatedAt, after.expiresAt], [before.generatedAt, before.expiresAt]);
    assert.deepEqual(await heldIn(store), [[A, "erin"]]);
  });

  it("given another word about the same change, takes the later", async () => {
    await decide(store, "hold");
    await decide(store, "release", { by: bob });
    assert.deepEqual(await heldIn(store), []);
    const [entry] = (await fileOf(store)).entries;
    assert.deepEqual(entry?.decision, { action: "alert", by: { person: "bob", reason: "incident 7", basis: "sts" } });
  });

  it("given an adoption, puts it among those that last, and a release takes it back", async () => {
    await decide(store, "adopt");
    const adopted = await fileOf(store);
    assert.deepEqual([adopted.adoptions.map(({ fingerprint }) => fingerprint), adopted.entries.map(({ fingerprint }) => fingerprint)], [[A], [B]]);
    await decide(store, "release");
    const released = await fileOf(store);
    assert.deepEqual([released.adoptions, released.entries.map(({ fingerprint }) => fingerprint).sort()], [[], [A, B]]);
  });

  it("given an adoption that drifts no more, ends it by a release, and by nothing else", async () => {
    const other = "acme/net/prod";
    await nightOf(store, [], { stack: other, openDrift: { adoptions: [entryWith({ fingerprint: "dddddddd", decision: { action: "adopt", by: { person: "erin", reason: "r" } } })] } });
    const found = await findChange(ledgerOn(store), "dddddddd");
    assert.match(refusal(found, { action: "hold" }, { now: NOW, ignoreMax: DAY }) ?? "", /whodrift decide dddddddd release/);
    const { effect } = await decide(store, "release", { fingerprint: "dddddddd" });
    assert.deepEqual([effect, (await fileOf(store, other)).adoptions], [undefined, []]);
  });

  it("says that nothing was told where there is no open-drift file, and records all the same", async () => {
    const bare: LedgerStore = { ...store, read: (key) => (key.startsWith("open-drift/") ? Promise.resolve(undefined) : store.read(key)) };
    assert.deepEqual([(await decide(bare, "hold")).told, (await ledgerOn(store).standing(STACK)).decisions.length], [false, 1]);
  });

  it("given two commands at once, however their steps mix, records both and loses neither", async () => {
    for (const stumbles of [0, 1, 2, 3, 5, 8]) {
      const shared = memoryStore();
      await nightOf(shared, [{ fingerprint: A }, { fingerprint: B, path: "tags.x" }]);
      await Promise.all([decide(slow(shared, stumbles), "hold"), decide(slow(shared, 1), "hold", { fingerprint: B, by: bob })]);
      assert.deepEqual((await heldIn(shared)).toSorted(), [[A, "erin"], [B, "bob"]], `with ${stumbles} pauses`);
    }
  });

  it("given two commands about one change at once, the later entry wins everywhere", async () => {
    for (const stumbles of [0, 1, 3, 8]) {
      const shared = memoryStore();
      await nightOf(shared, [{ fingerprint: A }]);
      const recorded = await Promise.all([decide(slow(shared, stumbles), "hold"), decide(slow(shared, 2), "hold", { by: bob })]);
      const later = recorded.toSorted((one, other) => other.number - one.number)[0]?.decision.by.name;
      assert.deepEqual(recorded.map(({ number }) => number).toSorted(), [2, 3]);
      assert.deepEqual(await heldIn(shared), [[A, later]]);
    }
  });

  it("leaves what nobody spoke about as it is, and asks the rules where a word no longer stands", async () => {
    const rules = rulesSchema.parse([{ name: "undo", then: "revert" }]);
    const ledger = ledgerOn(store);
    const found = await findChange(ledger, A);
    const past = { ledger, found, reason: "r", by: erin, rules, ignoreMax: 90 * DAY };
    await decideChange({ ...past, action: "hold", until: new Date(NOW.getTime() - 1), now: NOW });
    const decisions = (await fileOf(store)).entries.map(({ decision }) => decision.by);
    assert.deepEqual(decisions, [{ rule: "undo" }, { rule: "default" }]);
  });
});

/** Each step waits a few turns. */
function slow(store: LedgerStore, turns: number): LedgerStore {
  const wait = async () => {
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
  };
  return {
    ...store,
    read: async (key) => wait().then(() => store.read(key)),
    create: async (key, bytes) => wait().then(() => store.create(key, bytes)),
    replace: async (key, bytes) => wait().then(() => store.replace(key, bytes)),
    list: async (folder, after) => wait().then(() => store.list(folder, after)),
  };
}
