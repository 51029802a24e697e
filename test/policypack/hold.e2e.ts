import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { NightShift, PACK, type Ran } from "./nightShift";
import { underPack } from "./runPack";

const QUEUE = "shop-prod-orders";
const ORDERS = "aws:sqs/queue:Queue::orders";

/** What a text can do to a terminal, a log, a shell and a pull request. SQS takes it for a tag. */
const HOSTILE_TAG = "\u001b[31m\r\n::error::owned\n##[error]x <{%fg 1%}><script> `x` \u202e\u2028release: rm -rf /";

describe("drift-hold, in real deployments the morning after", function () {
  this.timeout(120_000);
  let shift: NightShift;

  before(async () => {
    shift = await NightShift.begin();
    await shift.setVisibility("ci", QUEUE, 300);
    await shift.setVisibility("bob", "platform-jobs", 7);
    await shift.tag("mallory", "shop-staging-orders", HOSTILE_TAG);
    await shift.scan();
  });

  after(() => shift.end());

  /** What the workflow set is still there, and the state still knows what it knew. */
  async function assertHeld(recorded: number): Promise<void> {
    assert.deepEqual([await shift.visibility(QUEUE), (await shift.recorded(ORDERS))["visibilityTimeoutSeconds"]], [300, recorded]);
  }

  function assertPassed({ status, mandatory, advisory, stdout }: Ran): void {
    assert.deepEqual([status, mandatory, advisory], [0, [], []], stdout);
  }

  function assertRefused({ status, mandatory, stdout }: Ran): void {
    assert.notEqual(status, 0);
    assert.equal(mandatory.length, 1, stdout);
    assert.match(mandatory[0] ?? "", /^visibilityTimeoutSeconds of aws:sqs\/queue:Queue orders is held/m);
  }

  describe("given refresh: never, the default", () => {
    it("lets an unchanged program pass, which harms nothing", async () => {
      assertPassed(await shift.up());
      await assertHeld(30);
    });

    it("lets an update of another resource pass, and carries it out", async () => {
      assertPassed(await shift.up({ config: { release: 2 } }));
      assert.deepEqual((await shift.recorded("Bucket::assets"))["tags"], { app: "shop", env: "prod", release: "2" });
      await assertHeld(30);
    });

    it("refuses an update that would overwrite the held value, and says what, who, when, which event and what to do", async () => {
      const refused = await shift.up({ config: { ordersVisibilityTimeout: 45 } });
      assertRefused(refused);
      await assertHeld(30);

      const [{ event, decision, fingerprint } = {}] = (await shift.openDrift("organization/shop/prod")).entries;
      assert.ok(event !== undefined && fingerprint !== undefined && decision?.until !== undefined);
      for (const part of [
        "now:      300",
        "by:       repo:acme/platform:ref:refs/heads/main (arn:aws:sts::111122223333:assumed-role/github-actions/GitHubActions), via sdk",
        `at:       ${inUtc(event.time)}, sqs.amazonaws.com SetQueueAttributes, event ${event.id}`,
        `held by:  rule what-people-do-at-night-is-held, until ${inUtc(decision.until)}`,
        "look:     whodrift scan --stack organization/shop/prod",
        `release:  whodrift decide ${fingerprint} release --reason "…"`,
      ]) {
        assert.ok(refused.stdout.includes(part), `${part} is not in:\n${refused.stdout}`);
      }
    });

    it("blocks nothing and says so once, given no open-drift file", async () => {
      const { status, mandatory, advisory } = await shift.up({ preview: true, openDrift: path.join(PACK, "nowhere") });
      assert.deepEqual([status, mandatory, advisory.length], [0, [], 1]);
      assert.match(advisory[0] ?? "", /^no open-drift file at .*, so no held change is protected/m);
    });

    it("blocks nothing and says so once, given one that has run out", async () => {
      const file = path.join(shift.openDriftFolder, "expired.json");
      await writeFile(file, JSON.stringify({ ...(await shift.openDrift("organization/shop/prod")), expiresAt: new Date(0).toISOString() }));
      const { status, mandatory, advisory } = await shift.up({ preview: true, openDrift: file });
      assert.deepEqual([status, mandatory, advisory.length], [0, [], 1]);
      assert.match(advisory[0] ?? "", /ran out at 1970-01-01T00:00:00\.000Z/);
    });

    it("cannot see a refresh: `up --refresh` of an unchanged program overwrites the held value", async () => {
      assertPassed(await shift.up({ refresh: true, config: { ordersVisibilityTimeout: 30 } }));
      assert.equal(await shift.visibility(QUEUE), 30);
    });
  });

  describe("given refresh: assume", () => {
    before(() => shift.setVisibility("ci", QUEUE, 300));

    it("refuses `up --refresh` of an unchanged program, after which the state knows the actual value", async () => {
      assertRefused(await shift.up({ refresh: true, mode: "assume" }));
      await assertHeld(300);
    });

    it("refuses plain `up` as well, which would now overwrite what the refresh has brought into the state", async () => {
      assertRefused(await shift.up({ mode: "assume" }));
      await assertHeld(300);
    });

    it("is not needed once a scan has seen that the state took the value in", async () => {
      await shift.scan();
      assertRefused(await shift.up());
      await assertHeld(300);
    });

    it("is assumed by itself where Pulumi.yaml says options.refresh: always; then updates of other resources wait, too", async () => {
      await shift.refreshAlways();
      assertRefused(await shift.up({ config: { release: 3 } }));
      await assertHeld(300);
    });

    it("lets the program take over the actual value, and with it everything else", async () => {
      assertPassed(await shift.up({ config: { ordersVisibilityTimeout: 300 } }));
      await assertHeld(300);
      assert.deepEqual((await shift.recorded("Bucket::assets"))["tags"], { app: "shop", env: "prod", release: "3" });
    });
  });

  it("holds in a stack whose program is a function, too", async () => {
    const stack = shift.platform();
    const configs = path.join(shift.openDriftFolder, "assume.json");
    await writeFile(configs, JSON.stringify({ "drift-hold": { enforcementLevel: "mandatory", refresh: "assume" } }));
    const never = await underPack((onEvent) => stack.preview({ policyPacks: [PACK], onEvent }));
    assert.deepEqual([never.mandatory, never.advisory], [[], []]);
    const assume = await underPack((onEvent) => stack.up({ policyPacks: [PACK], policyPackConfigs: [configs], refresh: true, onEvent }));
    assert.match(assume.mandatory.join(), /^visibilityTimeoutSeconds of aws:sqs\/queue:Queue jobs is held.*\n +now: +7\n +by: +bob /m);
    assert.equal(await shift.visibility("platform-jobs"), 7);
  });

  it("stays readable, whatever text an attacker has left", async () => {
    const { status, stdout, mandatory } = await shift.up({ stack: "staging", config: { ordersVisibilityTimeout: 45 } });
    assert.notEqual(status, 0);
    assert.equal(mandatory.length, 1);
    assert.doesNotMatch(stdout.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    const policies = (stdout.split("Policies:\n")[1] ?? "").split("\n\n")[0] ?? "";
    assert.match(policies, /tags\.note of aws:sqs\/queue:Queue orders is held/);
    assert.match(policies, /now: +".*‹script› 'x'.*release: rm -rf \/"$/m);
    assert.match(policies, /by: +.*=cmd,@channel\.-_--rm_-rf_\.\.@evil\.example\+1/);
    assert.deepEqual(stdout.split("\n").filter((line) => /^\s*(::|##\[|release: rm)/.test(line)), []);
  });
});

function inUtc(time: string): string {
  return `${time.slice(0, 19).replace("T", " ")} UTC`;
}
