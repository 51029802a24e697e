import assert from "node:assert/strict";
import fc from "fast-check";
import type { JsonObject } from "../../../../policypack/model";
import { allowAccess, type AccessRules } from "../../../../automation/estate";
import { CREDENTIAL_SETTINGS } from "../../../../automation/estate/access/providerSettings";
import { ONE, queueIn, RULES, stackOf, TWO } from "./stacks";

const CREDENTIALS = Object.fromEntries(CREDENTIAL_SETTINGS.map((name) => [name, `canary-${name}`]));
const KEPT = {
  region: "eu-central-1", endpoints: '[{"sqs":"https://vpce"}]', skipRegionValidation: "true", defaultTags: '{"tags":{"env":"prod"}}', allowedAccountIds: `["${ONE}"]`, version: "7.48.0",
};

function providerIn({ copy }: ReturnType<typeof allowAccess>, at = 0) {
  const provider = copy.deployment.resources.filter(({ type }) => type === "pulumi:providers:aws")[at];
  assert.ok(provider);
  return provider;
}

describe("the copy of a stack that may be read", () => {
  const roleOf = (inputs: JsonObject, rules: AccessRules = RULES) => {
    const provider = providerIn(allowAccess(stackOf({ inputs, resources: [queueIn(ONE)] }), rules));
    assert.deepEqual(provider.inputs, provider.outputs, "the engine takes the one or the other");
    return provider.inputs;
  };

  it("has the scan role in its provider, and nothing of the credentials of its state; the rest stays", () => {
    assert.deepEqual(roleOf({ ...CREDENTIALS, ...KEPT }), { ...KEPT, assumeRoles: `[{"roleArn":"arn:aws:iam::${ONE}:role/scan","sessionName":"whodrift"}]` });
  });

  it("gives the external id where there is one", () => {
    const accounts = [{ account: "*", scanRole: "arn:aws:iam::{account}:role/scan", externalId: "acme" }];
    assert.equal(roleOf(KEPT, { ...RULES, accounts })["assumeRoles"], `[{"roleArn":"arn:aws:iam::${ONE}:role/scan","sessionName":"whodrift","externalId":"acme"}]`);
  });

  it("calls the role as the provider's version does", () => {
    const old = `{"roleArn":"arn:aws:iam::${ONE}:role/scan","sessionName":"whodrift"}`;
    assert.equal(roleOf({ version: "6.83.0" })["assumeRole"], old);
    assert.equal(roleOf({ assumeRole: '{"roleArn":"x"}' })["assumeRole"], old, "without a version, by what the state has");
    assert.deepEqual(Object.keys(roleOf({ version: "7.0.0-alpha.1", assumeRole: "{}" })), ["version", "assumeRoles"]);
    assert.deepEqual(Object.keys(roleOf({ version: "nonsense" })), ["version", "assumeRoles"]);
  });

  it("withholds the resources of a refused provider, with the reason, and starts it with no credentials and no questions", () => {
    const allowed = allowAccess(stackOf({ name: "a", resources: [queueIn(ONE)] }, { name: "b", inputs: { ...CREDENTIALS, ...KEPT, allowedAccountIds: `["${TWO}"]` }, resources: [queueIn(TWO), {}] }), RULES);
    assert.deepEqual([...allowed.withheld.keys()], ["urn:pulumi:prod::shop::aws:sqs/queue:Queue::b-0", "urn:pulumi:prod::shop::aws:sqs/queue:Queue::b-1"]);
    assert.match([...allowed.withheld.values()].join(), /no scan role is configured for account 444455556666/);
    const rest = Object.entries(KEPT).filter(([name]) => name !== "allowedAccountIds");
    assert.deepEqual(providerIn(allowed, 1).inputs, { ...Object.fromEntries(rest), skipCredentialsValidation: "true", skipRequestingAccountId: "true" });
  });

  it("silences a provider without resources, which the engine may start all the same", () => {
    const allowed = allowAccess(stackOf({ name: "a", resources: [queueIn(ONE)] }, { name: "b", inputs: CREDENTIALS, resources: [] }), RULES);
    assert.deepEqual(providerIn(allowed, 1).inputs, { skipCredentialsValidation: "true", skipRequestingAccountId: "true" });
    assert.equal(allowed.withheld.size, 0);
  });

  it("is the stack itself where every provider keeps its credentials", () => {
    const stack = stackOf({ inputs: CREDENTIALS, resources: [queueIn(TWO)] });
    assert.equal(allowAccess(stack, { accounts: [], originalCredentials: [], settings: [] }).copy.deployment, stack.deployment);
  });

  it("law: no credential of a state gets into the copy, whatever its form, and every resource is read through a role or withheld", () => {
    const secret = fc.constantFrom<JsonObject[string]>(
      "canary", '["canary"]', '{"roleArn":"canary"}', ["canary"], { roleArn: "canary" },
      { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "canary" },
    );
    const provider = fc.record({
      inputs: fc.dictionary(fc.constantFrom(...CREDENTIAL_SETTINGS), secret),
      resources: fc.array(fc.constantFrom(queueIn(ONE), queueIn(TWO), {}), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(provider, { minLength: 1, maxLength: 4 }), (providers) => {
        const stack = stackOf(...providers.map((one, at) => ({ ...one, name: `p${at}` })));
        const { copy, withheld } = allowAccess(stack, RULES);
        assert.doesNotMatch(JSON.stringify(copy), /canary/);
        for (const { type, provider: reference, urn } of copy.deployment.resources) {
          if (type.startsWith("pulumi:")) continue;
          const its = copy.deployment.resources.find((one) => `${one.urn}::${one.id ?? ""}` === reference);
          assert.notEqual(withheld.has(urn), its?.inputs["assumeRoles"] !== undefined || its?.inputs["assumeRole"] !== undefined);
        }
      }),
    );
  });
});
