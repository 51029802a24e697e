import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { OpenDrift, OpenDriftEntry } from "../../policypack/model";
import { NightShift, type Ran } from "./nightShift";
import { makeSignatory } from "./signing";

const QUEUE = "shop-prod-orders";
const ORDERS = "aws:sqs/queue:Queue::orders";
const SHOP = "organization/shop/prod";

const RULES = `rules:
  - name: what-pipelines-set-at-night-is-adopted
    when: { actor: { kind: automation } }
    then: adopt
`;

describe("drift-adopt, in real deployments", function () {
  this.timeout(180_000);
  const signatory = makeSignatory();
  let shift: NightShift;

  before(async () => {
    shift = await NightShift.begin(RULES);
    await shift.setVisibility("ci", QUEUE, 300);
    await shift.scan();
  });

  after(() => shift.end());

  /** Writes what the scan wrote, changed and signed, where this `up` reads it. */
  async function file(change: (scanned: OpenDrift) => OpenDrift = (scanned) => scanned, sign = signatory.sign): Promise<{ readonly openDrift: string; readonly trust: string }> {
    const openDrift = path.join(shift.openDriftFolder, "signed.json");
    await writeFile(openDrift, JSON.stringify(sign(change(await shift.openDrift(SHOP)))));
    return { openDrift, trust: signatory.publicPem };
  }

  async function values(): Promise<readonly unknown[]> {
    return [await shift.visibility(QUEUE), (await shift.recorded(ORDERS))["visibilityTimeoutSeconds"]];
  }

  function assertPassed({ status, mandatory, stdout }: Ran): void {
    assert.deepEqual([status, mandatory], [0, []], stdout);
  }

  async function adoption(): Promise<OpenDriftEntry> {
    const [found] = (await shift.openDrift(SHOP)).adoptions;
    assert.ok(found);
    return found;
  }

  describe("before anything is adopted, writes nothing where it must not", () => {
    const unharmed: Readonly<Record<string, { change?: (scanned: OpenDrift) => OpenDrift; sign?: (openDrift: OpenDrift) => OpenDrift; says: RegExp }>> = {
      "a file that nobody signed": { sign: (openDrift) => openDrift, says: /not signed: its holds are obeyed, and nothing is adopted/ },
      "a file that somebody changed after it was signed": {
        sign: (openDrift) => ({ ...signatory.sign(openDrift), adoptions: openDrift.adoptions.map((entry) => ({ ...entry, actual: 43_200 })) }),
        says: /somebody changed it\. Its holds are obeyed/,
      },
      "a file of another key": { sign: makeSignatory().sign, says: /a key that is not trusted/ },
      "a stale file": { change: (scanned) => ({ ...scanned, expiresAt: new Date(0).toISOString() }), says: /ran out at 1970/ },
      "an adoption that would replace the resource": {
        change: (scanned) => ({ ...scanned, adoptions: scanned.adoptions.map((entry) => ({ ...entry, path: "name", recorded: QUEUE, actual: "shop-prod-other", replaces: true })) }),
        says: /name of aws:sqs\/queue:Queue orders is not adopted: writing this property replaces the resource/,
      },
      "an adoption of a deletion": {
        change: (scanned) => ({ ...scanned, adoptions: scanned.adoptions.map((entry) => ({ ...entry, path: "" })) }),
        says: /a deletion cannot be adopted/,
      },
    };
    for (const [what, { change, sign, says }] of Object.entries(unharmed)) {
      it(`given ${what}; and says so`, async () => {
        const ran = await shift.up(await file(change, sign));
        assertPassed(ran);
        assert.match(ran.advisory.join("\n"), says);
        assert.deepEqual([ran.remediatedBy, await values()], [[], [300, 30]]);
      });
    }

    it("given a forged file with a hold: obeys the hold", async () => {
      const forged = (openDrift: OpenDrift): OpenDrift => ({
        ...signatory.sign(openDrift),
        entries: openDrift.adoptions.map((entry) => ({ ...entry, decision: { action: "hold", by: { rule: "forged" } } })),
        adoptions: [],
      });
      const ran = await shift.up({ ...(await file(undefined, forged)), preview: true, config: { ordersVisibilityTimeout: 45 } });
      assert.match(ran.mandatory.join("\n"), /orders is held/);
      await shift.configure("ordersVisibilityTimeout", 30);
    });

    it("given `--target` of another resource: leaves the adopted one for the next up", async () => {
      assertPassed(await shift.up({ ...(await file()), targets: [await shift.urn("Bucket::assets")] }));
      assert.deepEqual(await values(), [300, 30]);
    });
  });

  describe("then", () => {
    it("says in a preview what it would adopt, and does not", async () => {
      const ran = await shift.up({ ...(await file()), preview: true });
      assertPassed(ran);
      assert.deepEqual([ran.remediatedBy, await values()], [["drift-adopt"], [300, 30]]);
    });

    it("reads the file from S3 as well, and says where there is none", async () => {
      await shift.upload("acme-shop-prod-assets", `drift/${SHOP}.json`, JSON.stringify(signatory.sign(await shift.openDrift(SHOP))));
      const [there, nowhere] = [await shift.up({ openDrift: "s3://acme-shop-prod-assets/drift", trust: signatory.publicPem, preview: true }), await shift.up({ openDrift: "s3://acme-shop-prod-assets/nowhere", preview: true })];
      assert.deepEqual([there.remediatedBy, there.advisory], [["drift-adopt"], []]);
      assert.match(nowhere.advisory.join(), /s3:\/\/acme-shop-prod-assets\/nowhere\/organization\/shop\/prod\.json cannot be used \(it is not there/);
    });

    it("keeps the live value without a refresh: state and cloud come out right, and nothing drifts any more", async () => {
      const ran = await shift.up(await file());
      assertPassed(ran);
      assert.deepEqual([ran.remediatedBy, ran.advisory, await values()], [["drift-adopt"], [], [300, 300]]);
      await shift.scan(0);
    });

    it("stays the next morning, though nothing drifts: the program does not have the value yet", async () => {
      assert.equal((await adoption()).actual, 300);
      for (const refresh of [false, true]) {
        assertPassed(await shift.up({ ...(await file()), refresh }));
        assert.deepEqual(await values(), [300, 300]);
      }
    });

    it("is silent once the program has the value", async () => {
      const ran = await shift.up({ ...(await file()), preview: true, config: { ordersVisibilityTimeout: 300 } });
      assertPassed(ran);
      assert.deepEqual([ran.remediatedBy, ran.advisory], [[], []]);
    });

    it("says that the code moved on where the program has a third value, and writes that", async () => {
      const ran = await shift.up({ ...(await file()), preview: true, config: { ordersVisibilityTimeout: 60 } });
      assertPassed(ran);
      assert.deepEqual(ran.remediatedBy, []);
      assert.match(ran.advisory.join("\n"), /is not adopted: the program has neither/);
      await shift.configure("ordersVisibilityTimeout", 30);
    });

    it("lasts no longer than the pack: the next up without it writes what the program has, and the next scan ends the adoption", async () => {
      assertPassed(await shift.up({ unguarded: true }));
      assert.deepEqual(await values(), [30, 30]);
      await shift.scan(0);
      assert.deepEqual((await shift.openDrift(SHOP)).adoptions, []);
    });
  });
});
