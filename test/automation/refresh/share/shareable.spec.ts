import assert from "node:assert/strict";
import fc from "fast-check";
import { deploymentSchema } from "../../../../automation/estate/deployment";
import { keyOf, shareable } from "../../../../automation/refresh/share/shareable";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const frankfurt = { region: "eu-central-1", version: "7.48.0" };

function stateOf(...configurations: readonly object[]) {
  return deploymentSchema.parse({
    resources: [
      { urn: "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", type: "pulumi:pulumi:Stack" },
      { urn: "urn:pulumi:dev::shop::pulumi:providers:random::r", type: "pulumi:providers:random", inputs: { version: "4.0.0" } },
      ...configurations.map((inputs, index) => ({ urn: `urn:pulumi:dev::shop::pulumi:providers:aws::p${index}`, type: "pulumi:providers:aws", inputs })),
    ],
  });
}

describe("what a process must be to serve a stack", () => {
  it("given one configuration, then its version and the environment without the passphrase", () => {
    const found = shareable(stateOf(frankfurt, frankfurt), { AWS_PROFILE: "scan", PULUMI_CONFIG_PASSPHRASE: "canary" });
    assert.deepEqual([found?.version, found?.env], ["7.48.0", { AWS_PROFILE: "scan" }]);
  });

  const refused: Readonly<Record<string, ReturnType<typeof stateOf>>> = {
    "no AWS provider": stateOf(),
    "two regions": stateOf(frankfurt, { ...frankfurt, region: "us-east-1" }),
    "two versions": stateOf(frankfurt, { ...frankfurt, version: "7.47.0" }),
    "a secret": stateOf({ ...frankfurt, secretKey: SECRET }),
  };
  for (const [what, state] of Object.entries(refused)) {
    it(`given ${what}, then none may`, () => {
      assert.equal(shareable(state, {}), undefined);
    });
  }

  for (const variable of ["PULUMI_DEBUG_PROVIDERS", "PULUMI_IGNORE_AMBIENT_PLUGINS"]) {
    it(`given ${variable}, then none may`, () => {
      assert.equal(shareable(stateOf(frankfurt), { [variable]: "aws:1" }), undefined);
    });
  }

  for (const version of ["../../tmp/x", "7.48.0-alpha.1", "7.48", 7, undefined]) {
    it(`given the version ${JSON.stringify(version)}, then there is none to look for`, () => {
      const found = shareable(stateOf({ region: "eu-central-1", ...(version !== undefined && { version }) }), {}) ?? assert.fail("it is refused");
      assert.equal(found.version, undefined);
    });
  }

  it("law: two stacks have one key exactly if program, inputs and environment are the same", () => {
    const place = fc.record({
      program: fc.constantFrom("/one", "/other"),
      inputs: fc.record({ region: fc.constantFrom("eu-central-1", "us-east-1"), assumeRoles: fc.constantFrom("[]", '[{"roleArn":"a"}]') }),
      env: fc.dictionary(fc.constantFrom("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "HOME"), fc.constantFrom("a", "b", "")),
    });
    fc.assert(
      fc.property(place, place, (one, other) => {
        const [key, otherKey] = [one, other].map(({ program, inputs, env }) => keyOf(program, shareable(stateOf(inputs), env) ?? assert.fail("it is refused")));
        const [same, otherSame] = [one, other].map(({ program, inputs, env }) => JSON.stringify([program, inputs, Object.entries(env).toSorted()]));
        assert.equal(key === otherKey, same === otherSame);
      }),
    );
  });

  it("shows nothing of a credential in the key", () => {
    const wanted = shareable(stateOf(frankfurt), { AWS_SECRET_ACCESS_KEY: "canary" }) ?? assert.fail("it is refused");
    assert.match(keyOf("/one", wanted), /^[0-9a-f]{64}$/);
  });
});
