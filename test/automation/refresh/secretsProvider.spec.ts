import assert from "node:assert/strict";
import { secretsEnvironment, secretsSettings } from "../../../automation/refresh/secretsProvider";

describe("a copy's secrets provider", () => {
  it("keeps the salt of a stack with a passphrase, and asks for the passphrase", () => {
    const deployment = { resources: [], secrets_providers: { type: "passphrase", state: { salt: "v1:abc" } } };
    assert.deepEqual(secretsSettings("dev", deployment), { stackSettings: { dev: { encryptionSalt: "v1:abc" } } });
    assert.deepEqual(secretsEnvironment(deployment), {});
  });

  for (const secrets_providers of [undefined, { type: "service", state: { url: "https://api.pulumi.com" } }, { type: "cloud", state: { url: "awskms://alias/x", encryptedkey: "k" } }]) {
    it(`asks for none with ${secrets_providers?.type ?? "nothing encrypted"}`, () => {
      assert.deepEqual(secretsSettings("dev", { resources: [], secrets_providers }), {});
      assert.deepEqual(secretsEnvironment({ resources: [], secrets_providers }), { PULUMI_CONFIG_PASSPHRASE: "" });
    });
  }
});
