import assert from "node:assert/strict";
import { valueChange } from "../../../automation/report/valueChange";
import { terminalPhrase } from "../../../automation/report/terminalText";
import type { Json } from "../../../policypack/model";

const said = (expected?: Json, actual?: Json): string =>
  terminalPhrase(valueChange({ ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) }));

const secret = (digest: string): Json => ({ secret: true, digest });

describe("a change of a value, on one line", () => {
  it("shows JSON without clutter", () => {
    assert.equal(said({ a: 1, "k8s.io/x": [true, null] }, "x"), '{ a: 1, "k8s.io/x": [true, null] } → "x"');
  });

  it("says what is absent", () => {
    assert.equal(said(undefined, 30), "(absent) → 30");
    assert.equal(said(null, undefined), "null → (absent)");
  });

  it("never shows a secret, nor its digest", () => {
    assert.equal(said(secret("d1"), secret("d2")), "(secret) → (secret, changed)");
    assert.equal(said(undefined, secret("d1")), "(absent) → (secret)");
    assert.equal(said("plain", { password: secret("d1") }), '"plain" → { password: (secret) }');
  });

  describe("given two policy documents", () => {
    const policy = (...actions: readonly string[]): Json => ({ Version: "2012-10-17", Statement: actions.map((Action) => ({ Effect: "Allow", Action })) });

    it("shows only the statements that differ, as objects or as JSON text", () => {
      const line = '{ Effect: "Allow", Action: "s3:Put*" } → { Effect: "Allow", Action: "s3:*" } (1 other statement unchanged)';
      const [before, after] = [policy("s3:Get*", "s3:Put*"), policy("s3:Get*", "s3:*")];
      assert.equal(said(before, after), line);
      assert.equal(said(JSON.stringify(before), JSON.stringify(after, undefined, 2)), line);
    });

    it("shows the whole where the statements are the same", () => {
      assert.match(said({ Version: "1", Statement: [] }, { Version: "2", Statement: [] }), /Version: "1".*Version: "2"/);
    });

    it("takes JSON text nested deeper than the stack for text", () => {
      const deep = `{"Statement":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
      assert.match(said(deep, "{}"), /characters\) → "\{\}"/);
    });
  });

  describe("given long values", () => {
    it("shows where they differ, and how much is cut", () => {
      const same = "s".repeat(5_000);
      assert.equal(said(`${same}A${same}`, `${same}B`), `…${"s".repeat(20)}A${"s".repeat(139)}… (+4,862 characters) → …${"s".repeat(20)}B"`);
    });
  });
});
