import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "@pulumi/policy";
import { inputsDigest, type Decision, type OpenDrift, type OpenDriftEntry } from "../../../policypack/model";
import { entryWith, openDriftWith, URN } from "../drifts";
import { makeSignatory } from "../signing";
import { runPolicies, unknownStringValue } from "./runPolicies";

const recorded = { name: "jobs", visibilityTimeoutSeconds: 30 };
const adopt: Decision = { action: "adopt", by: { person: "kim", reason: "incident 7" } };
const adoption = entryWith({ decision: adopt });
const signatory = makeSignatory();

describe("drift-adopt and drift-adopt-undone", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "whodrift-adopt-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function write(openDrift: OpenDrift, sign = signatory.sign) {
    const openDriftPath = join(folder, "open.json");
    writeFileSync(openDriftPath, JSON.stringify(sign(openDrift)));
    return { openDrift: openDriftPath, trust: signatory.publicPem };
  }

  function adopting(adoptions: readonly OpenDriftEntry[], given: Partial<OpenDrift> = {}) {
    return write(openDriftWith([], { adoptions, ...given }));
  }

  it("keeps the actual value where the program has the value before, and says nothing more", async () => {
    const { remediated, mandatory, advisory } = await runPolicies(adopting([adoption]), [{ props: recorded }]);
    assert.deepEqual([remediated, mandatory, advisory], [[{ ...recorded, visibilityTimeoutSeconds: 300 }], [], []]);
  });

  it("is silent where the program has the value", async () => {
    const props = { ...recorded, visibilityTimeoutSeconds: 300 };
    const { remediated, mandatory, advisory } = await runPolicies(adopting([adoption]), [{ props }]);
    assert.deepEqual([remediated, mandatory, advisory], [[props], [], []]);
  });

  it("says that the code moved on where the program has a third value, and leaves that", async () => {
    const props = { ...recorded, visibilityTimeoutSeconds: 60 };
    const { remediated, mandatory, advisory } = await runPolicies(adopting([adoption]), [{ props }]);
    assert.deepEqual([remediated, mandatory, advisory.map(({ policy }) => policy)], [[props], [], ["drift-adopt-undone"]]);
    const [{ message } = { message: "" }] = advisory;
    for (const part of ["visibilityTimeoutSeconds of aws:sqs/queue:Queue jobs is not adopted: the program has neither", "adopted:  300", "before:   30", "kim: incident 7", "whodrift decide f-1 release"]) {
      assert.ok(message.includes(part), `${part} is not in:\n${message}`);
    }
  });

  const refused: Readonly<Record<string, Partial<OpenDriftEntry>>> = {
    "replaces the resource": { replaces: true },
    "opens access": { opensAccess: true },
    "secret": { path: "visibilityTimeoutSeconds", secretInputs: ["visibilityTimeoutSeconds"] },
    "ran out": { decision: { ...adopt, until: "2026-03-02T02:59:59Z" } },
    "deletion": { path: "" },
  };
  for (const [reason, given] of Object.entries(refused)) {
    it(`adopts nothing, and says why once: ${reason}`, async () => {
      const { remediated, violations, advice } = await runPolicies(adopting([{ ...adoption, ...given }]), [{ props: recorded }]);
      assert.deepEqual([remediated, violations, advice.length], [[recorded], [], 1]);
      assert.match(advice[0] ?? "", new RegExp(reason));
    });
  }

  it("shows no secret in what it says", async () => {
    const masked = { ...adoption, actual: { secret: true, digest: "0123456789abcdef" }, recorded: { secret: true, digest: "fedcba9876543210" } };
    const { advice } = await runPolicies(adopting([masked]), [{ props: { ...recorded, visibilityTimeoutSeconds: "CANARY" } }]);
    assert.equal(advice.length, 1);
    assert.doesNotMatch(advice.join(), /CANARY|0123456789abcdef|fedcba9876543210/);
  });

  it("adopts several changes of one resource, elements of one list among them", async () => {
    const rule = (port: number) => ({ fromPort: port });
    const entries = [
      { ...adoption, path: "ingress[0]", recorded: rule(22) },
      { ...adoption, path: "ingress[0]", recorded: rule(443), actual: rule(8443) },
      { ...adoption, path: "ingress[2]", actual: rule(80) },
    ].map(({ actual, recorded: before, ...entry }, index) => ({ ...entry, ...(index !== 0 && { actual }), ...(index !== 2 && { recorded: before }) }));
    const { remediated, violations, advice } = await runPolicies(adopting(entries), [{ props: { ingress: [rule(22), rule(443)] } }]);
    assert.deepEqual([remediated, violations, advice], [[{ ingress: [rule(8443), rule(80)] }], [], []]);
  });

  it("keeps what is secret beside it secret, and what is not known yet unknown", async () => {
    const entry = { ...adoption, path: "tags.team", recorded: "a", actual: "b" };
    const props = { tags: { team: "a", token: new Secret("CANARY"), later: unknownStringValue }, list: [unknownStringValue] };
    const { remediated, unknown } = await runPolicies(adopting([entry]), [{ props }]);
    const [{ tags } = {}] = remediated;
    assert.deepEqual(tags, { team: "b", token: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "CANARY" }, later: unknownStringValue });
    assert.deepEqual(unknown, []);
  });

  it("where the value itself is not known yet, leaves it to the SDK to say that a preview cannot tell", async () => {
    const { remediated, unknown } = await runPolicies(adopting([adoption]), [{ props: { ...recorded, visibilityTimeoutSeconds: unknownStringValue } }]);
    assert.deepEqual(remediated, [{ ...recorded, visibilityTimeoutSeconds: unknownStringValue }]);
    assert.deepEqual(unknown, ["drift-adopt", "drift-adopt", "drift-adopt-undone"]);
  });

  it("finds a resource under the name that it had before", async () => {
    const { remediated } = await runPolicies(adopting([adoption]), [{ urn: `${URN}-renamed`, aliases: [URN], props: recorded }]);
    assert.deepEqual(remediated, [{ ...recorded, visibilityTimeoutSeconds: 300 }]);
  });

  for (const level of ["mandatory", "advisory"] as const) {
    it(`at level ${level} changes nothing and reports what the program does not have yet`, async () => {
      const { remediated, ...said } = await runPolicies(adopting([adoption]), [{ props: recorded }], {}, { levels: { "drift-adopt": level } });
      assert.deepEqual(remediated, [recorded]);
      assert.deepEqual(said[level].map(({ policy }) => policy), ["drift-adopt"]);
      assert.match(said[level][0]?.message ?? "", /put the adopted one into the program/);
    });
  }

  describe("given a file for which nobody vouches, or that is too old, adopts nothing", () => {
    const unsigned = (openDrift: OpenDrift): OpenDrift => openDrift;
    const forged = (openDrift: OpenDrift): OpenDrift => ({ ...signatory.sign(openDrift), adoptions: [{ ...adoption, actual: 9_999 }] });
    const file = openDriftWith([], { adoptions: [adoption] });
    const cases: Readonly<Record<string, { surroundings: () => Parameters<typeof runPolicies>[0]; says: RegExp }>> = {
      "signed, and no key trusted": { surroundings: () => ({ ...write(file), trust: undefined }), says: /no key is trusted.*nothing is adopted.*WHODRIFT_TRUST/ },
      "unsigned, and no key trusted": { surroundings: () => ({ ...write(file, unsigned), trust: undefined }), says: /not signed.*nothing is adopted/ },
      unsigned: { surroundings: () => write(file, unsigned), says: /not signed.*nothing is adopted/ },
      "signed by another key": { surroundings: () => write(file, makeSignatory().sign), says: /key that is not trusted.*nothing is adopted/ },
      forged: { surroundings: () => write(file, forged), says: /somebody changed it.*nothing is adopted/ },
      stale: { surroundings: () => adopting([adoption], { expiresAt: "2026-03-02T03:00:00Z" }), says: /ran out/ },
      "a trusted key that cannot be read": { surroundings: () => ({ ...write(file), trust: join(folder, "nowhere.pem") }), says: /cannot be read.*nowhere/ },
    };
    for (const [what, { surroundings, says }] of Object.entries(cases)) {
      it(`${what}, and says so`, async () => {
        const { remediated, violations, advice, notApplicable } = await runPolicies(surroundings(), [{ props: recorded }]);
        assert.deepEqual([remediated, violations], [[recorded], []]);
        assert.match(advice.join("\n"), says);
        assert.ok(notApplicable.includes("drift-adopt"));
      });
    }
  });

  describe("beside a hold of another property of the resource", () => {
    const held = entryWith({ path: "delaySeconds", recorded: 0, actual: 5, fingerprint: "f-2" });

    it("waits, since the update would overwrite what is held", async () => {
      const surroundings = { ...write(openDriftWith([{ ...held, recordedInputsDigest: inputsDigest(recorded) }], { adoptions: [adoption] })), folders: [] };
      const { remediated, violations, advice } = await runPolicies(surroundings, [{ props: recorded }], { refresh: "never" });
      assert.deepEqual([remediated, violations, advice.length], [[recorded], [], 1]);
      assert.match(advice[0] ?? "", /waits for another change of this resource that is held/);
    });

    it("goes on where the adopted value is what is recorded: there is no update then", async () => {
      const digest = inputsDigest({ ...recorded, visibilityTimeoutSeconds: 300 });
      const surroundings = write(openDriftWith([{ ...held, recordedInputsDigest: digest }], { adoptions: [adoption] }));
      const { remediated, violations, advice } = await runPolicies(surroundings, [{ props: recorded }], { refresh: "never" });
      assert.deepEqual([remediated, violations, advice], [[{ ...recorded, visibilityTimeoutSeconds: 300 }], [], []]);
    });
  });

  it("holds judge what is adopted", async () => {
    const held = entryWith({ recordedInputsDigest: "other" });
    const { violations } = await runPolicies(write(openDriftWith([held], { adoptions: [adoption] })), [{ props: recorded }], { refresh: "never" });
    assert.deepEqual(violations, []);
  });
});
