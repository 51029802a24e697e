import assert from "node:assert/strict";
import { stackEnvironment } from "../../../../automation/estate";

const BASE = { PATH: "/bin", AWS_REGION: "eu-central-1", SHOP_PASSPHRASE: "canary" };

describe("the environment of one stack", () => {
  it("is the scan's where nothing is set for it", () => {
    assert.deepEqual(stackEnvironment("org/shop/prod", [{ stack: "*/other/*", env: { A: "1" } }], BASE), { env: BASE, set: [], removed: [] });
  });

  it("has texts, other variables' values, and not what is taken away", () => {
    const env = { AWS_PROFILE: "shop", PULUMI_CONFIG_PASSPHRASE: { env: "SHOP_PASSPHRASE" }, AWS_REGION: null };
    assert.deepEqual(stackEnvironment("org/shop/prod", [{ stack: "*/shop/*", env }], BASE), {
      env: { PATH: "/bin", SHOP_PASSPHRASE: "canary", AWS_PROFILE: "shop", PULUMI_CONFIG_PASSPHRASE: "canary" },
      set: ["AWS_PROFILE", "PULUMI_CONFIG_PASSPHRASE"],
      removed: ["AWS_REGION"],
    });
  });

  it("follows every setting that matches, the later one before the earlier", () => {
    const settings = [{ stack: "**", env: { A: "1", B: { env: "NOBODY" }, C: "1" } }, { stack: "*/shop/prod", env: { A: null, B: "2" } }];
    const own = stackEnvironment("org/shop/prod", settings, {});
    assert.deepEqual(own, { env: { B: "2", C: "1" }, set: ["B", "C"], removed: ["A"] });
  });

  it("takes an empty value as one", () => {
    const own = stackEnvironment("org/shop/prod", [{ stack: "**", env: { A: { env: "EMPTY" } } }], { EMPTY: "" });
    assert.ok("env" in own);
    assert.equal(own.env["A"], "");
  });

  it("is a problem that names the variable which is not there, and no value", () => {
    const own = stackEnvironment("org/shop/prod", [{ stack: "**", env: { PULUMI_CONFIG_PASSPHRASE: { env: "NOBODY" }, A: "canary" } }], BASE);
    assert.deepEqual(own, { problem: { code: "environment", message: "NOBODY is not set, and stacks.settings takes PULUMI_CONFIG_PASSPHRASE from it: set NOBODY where whodrift runs" } });
  });
});
