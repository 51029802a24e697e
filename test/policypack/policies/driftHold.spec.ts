import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StringAsset } from "@pulumi/pulumi/asset";
import { inputsDigest, openDriftFile, type OpenDrift } from "../../../policypack/model";
import { entryWith, openDriftWith } from "../drifts";
import { runPolicies, unknownStringValue } from "./runPolicies";

const recorded = { name: "jobs", visibilityTimeoutSeconds: 30 };
const changed = { ...recorded, visibilityTimeoutSeconds: 60 };
const entry = entryWith({ recordedInputsDigest: inputsDigest(recorded) });

describe("drift-hold", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "whodrift-hold-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(openDrift: OpenDrift): { openDrift: string } {
    const file = join(folder, ...openDriftFile(openDrift.stack));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(openDrift));
    return { openDrift: folder };
  }

  it("refuses an overwriting update, and says what, who, when, which event and how to go on", async () => {
    const { violations } = await runPolicies(write(openDriftWith([entry])), [{ props: changed }]);
    assert.equal(violations.length, 1);
    const [message = ""] = violations;
    for (const part of ["visibilityTimeoutSeconds of aws:sqs/queue:Queue jobs", "300", "dana@example.com", "2026-03-01 10:00:00 UTC", "e-1", 'whodrift decide f-1 release --reason "…"']) {
      assert.ok(message.includes(part), `${part} is not in:\n${message}`);
    }
  });

  it("lets an unchanged program pass, and updates of other resources", async () => {
    const other = { urn: "urn:pulumi:prod::orders::aws:sqs/queue:Queue::other", props: changed };
    const { violations } = await runPolicies(write(openDriftWith([entry])), [{ props: recorded }, other]);
    assert.deepEqual(violations, []);
  });

  it("given refresh: assume, refuses an unchanged program whose value is not the actual one", async () => {
    const surroundings = write(openDriftWith([entry]));
    assert.equal((await runPolicies(surroundings, [{ props: recorded }], { refresh: "assume" })).violations.length, 1);
    assert.deepEqual((await runPolicies(surroundings, [{ props: { ...recorded, visibilityTimeoutSeconds: 300 } }], { refresh: "assume" })).violations, []);
  });

  it("given options.refresh: always in the project's file, assumes a refresh by itself", async () => {
    const project = join(folder, "project", "src");
    mkdirSync(project, { recursive: true });
    writeFileSync(join(folder, "project", "Pulumi.yaml"), "name: orders\nruntime: nodejs\noptions:\n  refresh: always\n");
    const surroundings = { ...write(openDriftWith([entry])), folders: [project] };
    assert.equal((await runPolicies(surroundings, [{ props: recorded }])).violations.length, 1);
    assert.deepEqual((await runPolicies(surroundings, [{ props: recorded }], { refresh: "never" })).violations, []);
    writeFileSync(join(folder, "project", "Pulumi.yaml"), "name: another\nruntime: nodejs\noptions:\n  refresh: always\n");
    assert.deepEqual((await runPolicies(surroundings, [{ props: recorded }])).violations, []);
  });

  it("given the variable that asks each `up` for a refresh, assumes one by itself", async () => {
    const { violations } = await runPolicies({ ...write(openDriftWith([entry])), refreshAsked: true }, [{ props: recorded }]);
    assert.equal(violations.length, 1);
  });

  it("says so once where it cannot know whether each `up` refreshes, and only where something is held", async () => {
    const surroundings = { ...write(openDriftWith([entry])), folders: [] };
    const { violations, advice } = await runPolicies(surroundings, [{ props: changed }, { props: changed }]);
    assert.deepEqual([violations.length, advice.length], [2, 1]);
    assert.match(advice[0] ?? "", /Pulumi\.yaml of orders was not found.*set refresh/);
    assert.deepEqual((await runPolicies(surroundings, [{ props: changed }], { refresh: "never" })).advice, []);
    assert.deepEqual((await runPolicies({ ...write(openDriftWith([])), folders: [] }, [{ props: changed }])).advice, []);
  });

  it("shows no secret: neither the actual value nor the program's", async () => {
    const secret = entryWith({ path: "password", actual: { secret: true, digest: "0123456789abcdef" }, recorded: { secret: true, digest: "f" } });
    const { violations } = await runPolicies(write(openDriftWith([secret])), [{ props: { ...changed, password: "CANARY" } }]);
    assert.match(violations[0] ?? "", /now: +«secret»/);
    assert.ok(!violations.join().includes("CANARY") && !violations.join().includes("0123456789abcdef"));
  });

  it("obeys only holds that have not run out", async () => {
    const entries = [
      entryWith({ decision: { action: "alert", by: { rule: "default" } } }),
      entryWith({ decision: { action: "hold", by: { rule: "r" }, until: "2026-03-02T02:59:59Z" } }),
      entryWith({ fingerprint: "still", decision: { action: "hold", by: { person: "kim", reason: "incident 7" }, until: "2026-03-02T03:00:01Z" } }),
    ];
    const { violations } = await runPolicies(write(openDriftWith(entries)), [{ props: changed }]);
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /kim: incident 7, until 2026-03-02 03:00:01 UTC/);
    assert.match(violations[0] ?? "", /release: +whodrift decide still release/);
  });

  it("given a value that is not known yet, leaves it to the SDK to say that a preview cannot tell", async () => {
    const { violations, unknown } = await runPolicies(write(openDriftWith([entry])), [{ props: { ...changed, name: unknownStringValue } }]);
    assert.deepEqual([violations, unknown], [[], ["drift-hold"]]);
  });

  it("compares assets with nothing, so that an unchanged program passes", async () => {
    const withAsset = { ...recorded, code: { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", hash: "x", text: "y" } };
    const held = entryWith({ recordedInputsDigest: inputsDigest(withAsset) });
    const { violations } = await runPolicies(write(openDriftWith([held])), [{ props: { ...recorded, code: new StringAsset("y") } }]);
    assert.deepEqual(violations, []);
  });

  describe("where holds are not in force, blocks nothing and says why exactly once", () => {
    const resources = [{ props: changed }, { props: changed }, { props: recorded }];

    async function assertAdvice(surroundings: Parameters<typeof runPolicies>[0], says: RegExp): Promise<void> {
      const { violations, advice } = await runPolicies(surroundings, resources);
      assert.deepEqual(violations, []);
      assert.equal(advice.length, 1);
      assert.match(advice[0] ?? "", says);
    }

    it("given no place to look", () => assertAdvice({}, /WHODRIFT_OPEN_DRIFT/));
    it("given a folder that is not there", () => assertAdvice({ openDrift: join(folder, "nowhere") }, /no open-drift file/));
    it("given no file for this stack", () => assertAdvice({ openDrift: folder }, /no open-drift file/));
    it("given an expired file", () => assertAdvice(write(openDriftWith([entry], { expiresAt: "2026-03-02T03:00:00.000Z" })), /ran out/));
    it("given a file of another stack", () => {
      writeFileSync(join(folder, "one.json"), JSON.stringify(openDriftWith([entry], { stack: "acme/orders/dev" })));
      return assertAdvice({ openDrift: join(folder, "one.json") }, /speaks of acme\/orders\/dev/);
    });
    it("given two organizations with such a stack, and no word which", () => {
      write(openDriftWith([entry], { stack: "other/orders/prod" }));
      return assertAdvice(write(openDriftWith([entry])), /several organizations/);
    });
    it("but given the organization, its file is read", async () => {
      write(openDriftWith([], { stack: "other/orders/prod" }));
      const { violations } = await runPolicies({ ...write(openDriftWith([entry])), organization: "acme" }, resources);
      assert.equal(violations.length, 2);
    });
  });
});
