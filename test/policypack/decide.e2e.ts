import assert from "node:assert/strict";
import { decidedSchema } from "../../automation/report/decideFormats";
import { NightShift } from "./nightShift";

const QUEUE = "shop-prod-orders";
const STACK = "organization/shop/prod";
const OVERWRITES = { config: { ordersVisibilityTimeout: 45 } };

describe("whodrift decide, the morning after", function () {
  this.timeout(120_000);
  let shift: NightShift;
  let fingerprint = "";

  before(async () => {
    shift = await NightShift.begin("rules: []\nlimits: { ignoreMax: 10d }\n");
    await shift.setVisibility("alice", QUEUE, 300);
    await shift.scan();
    fingerprint = (await shift.openDrift(STACK)).entries.find(({ path }) => path === "visibilityTimeoutSeconds")?.fingerprint ?? "";
  });

  after(() => shift.end());

  const decide = (...words: readonly string[]) => shift.decide("bob", fingerprint, ...words);
  const inFile = async () => (await shift.openDrift(STACK)).entries.find((entry) => entry.fingerprint === fingerprint)?.decision;

  it("given a hold, has pulumi up refused at once, with the person and the reason", async () => {
    assert.deepEqual(await inFile(), { action: "alert", by: { rule: "default" } });
    const { status, stdout, stderr } = await decide("hold", "--reason", "incident 4711", "--for", "24h", "--format", "json");
    assert.equal(status, 0, stderr);
    const { decision, told } = decidedSchema.parse(JSON.parse(stdout));
    assert.deepEqual([decision.by.name, decision.by.basis, decision.path, told], ["bob", "sts", "visibilityTimeoutSeconds", true]);
    assert.match(decision.by.principal, /:user\/bob$/);

    const refused = await shift.up(OVERWRITES);
    assert.notEqual(refused.status, 0);
    assert.match(refused.mandatory.join(), /held by: +bob: incident 4711, until /);
    assert.equal(await shift.visibility(QUEUE), 300);
  });

  it("is still held after the next scan, because a person's word comes before the rules", async () => {
    await shift.scan();
    const held = await inFile();
    assert.deepEqual([held?.action, held?.by], ["hold", { person: "bob", reason: "incident 4711", basis: "sts" }]);
  });

  it("refuses to ignore it for longer than limits.ignoreMax, or without an end, and records none of it", async () => {
    for (const [words, says] of [
      [["ignore", "--reason", "x"], /needs an end: add --for/],
      [["ignore", "--reason", "x", "--for", "11d"], /limits\.ignoreMax allows nothing to be ignored beyond /],
      [["hold", "--reason", "x", "--until", "2020-01-01"], /is not ahead/],
      [["hold"], /--reason/],
    ] as const) {
      const { status, stdout, stderr } = await decide(...words);
      assert.deepEqual([status, stdout], [64, ""], stderr);
      assert.match(stderr, says);
    }
    assert.equal((await inFile())?.action, "hold");
  });

  it("given a release by somebody else who signed in, lets the same up pass", async () => {
    const { status, stdout, stderr } = await shift.decide("alice", fingerprint.slice(0, 8), "release", "--reason", "the program has it", "--stack", STACK);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /by +alice@example\.com \(as AWS says:\s+arn:aws:sts::\d+:assumed-role\/AWSReservedSSO_/);
    const { status: passed, mandatory } = await shift.up(OVERWRITES);
    assert.deepEqual([passed, mandatory], [0, []]);
    assert.equal(await shift.visibility(QUEUE), 45);
  });
});
