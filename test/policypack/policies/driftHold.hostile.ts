import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { inputsDigest } from "../../../policypack/model";
import { harmless } from "../../../policypack/policies/harmless";
import { refusal } from "../../../policypack/policies/refusal";
import { actor, entryWith, event, openDriftWith, URN } from "../drifts";
import { runPolicies } from "./runPolicies";

const changed = { name: "jobs", visibilityTimeoutSeconds: 60 };
const PAYLOADS = ["\n::error::owned", "##[set-env name=A]b", "\u001b[31mred\u001b[0m", "\u202Eevil", "<script>alert(1)</script>", "<{%fg 1%}>", "`code`", "a\r\nrelease: rm -rf /", "\u2028next", "x".repeat(100_000)];

describe("the refusal, given text that attackers chose", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...PAYLOADS));

  it("has no line, control character, markup or runner command that is not its own", () => {
    const plain = refusal(entryWith(), "acme/orders/prod", "never").split("\n").length;
    fc.assert(
      fc.property(text, text, (one, other) => {
        const entry = entryWith({
          urn: `${URN}${one}`,
          type: other,
          path: one,
          actual: { [one]: other },
          fingerprint: one,
          actor: { ...actor, name: one, principal: other, identity: "claimed" },
          event: { ...event, id: one, service: other, operation: one },
          decision: { action: "hold", by: { person: one, reason: other } },
        });
        const message = refusal(entry, `acme/orders/${one}`, "never");
        assert.equal(message.split("\n").length, plain);
        assert.doesNotMatch(message.replaceAll("\n", ""), /[\p{C}\p{Zl}\p{Zp}<>`]|##\[/u);
        assert.ok(message.length < 4_000);
      }),
    );
  });

  it("prints commands that a shell takes as they are", () => {
    const fingerprint = "f'; rm -rf / #$(id)`id`";
    assert.match(refusal(entryWith({ fingerprint }), "acme/orders/$(id)", "never"), /whodrift scan --stack acme\/orders\/id$/m);
    const byPerson = entryWith({ fingerprint, decision: { action: "hold", by: { person: "kim", reason: "incident 7" } } });
    assert.match(refusal(byPerson, "acme/orders/prod", "never"), /whodrift decide frm-rf\/idid release/);
  });

  it("cuts long text between characters", () => {
    assert.equal(harmless("😀".repeat(10), 3), "😀😀…");
  });
});

describe("drift-hold, given a hostile file", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "whodrift-hold-"));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const malformed = {
    nothing: "",
    "half a file": '{"schema":"whodrift/open-drift@1","ent',
    "no object": "[]",
    "another schema": JSON.stringify({ ...openDriftWith([]), schema: "whodrift/open-drift@2" }),
    "an unknown key": JSON.stringify({ ...openDriftWith([]), extra: 1 }),
    "a broken entry": JSON.stringify({ ...openDriftWith([]), entries: [{ urn: URN }] }),
    "no date": JSON.stringify({ ...openDriftWith([]), expiresAt: "soon" }),
    "a name with line breaks": JSON.stringify(openDriftWith([], { stack: "acme/orders/dev\n::error::owned" })),
  };
  for (const [what, content] of Object.entries(malformed)) {
    it(`with ${what}: blocks nothing, says so once, in one line`, async () => {
      const file = join(folder, "malformed.json");
      writeFileSync(file, content);
      const { violations, advice } = await runPolicies({ openDrift: file }, [{ props: changed }, { props: changed }]);
      assert.deepEqual(violations, []);
      assert.equal(advice.length, 1);
      assert.match(advice[0] ?? "", /^the open-drift file .* cannot be used \(.*\), so no held change is protected$/);
    });
  }

  it("with 10,000 held changes: still quick, and each is found", async function () {
    this.timeout(10_000);
    const entries = Array.from({ length: 10_000 }, (_, index) => entryWith({ urn: `${URN}${index}`, recordedInputsDigest: inputsDigest({ name: "jobs" }) }));
    const file = join(folder, "large.json");
    writeFileSync(file, JSON.stringify(openDriftWith(entries)));
    const resources = entries.map(({ urn }) => ({ urn, props: changed }));
    const started = performance.now();
    const { violations } = await runPolicies({ openDrift: file }, resources);
    assert.equal(violations.length, 10_000);
    // 0.2 ms a resource where it was measured; what matters is that it does not grow with the square.
    assert.ok(performance.now() - started < 10_000);
  });
});
