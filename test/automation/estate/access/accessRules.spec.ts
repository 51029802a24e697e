import assert from "node:assert/strict";
import { parseConfig } from "../../../../automation/config/loadConfig";

const read = (text: string) => parseConfig(text, "whodrift.yaml");

describe("the rules of access in whodrift.yaml", () => {
  it("are read as they are written", () => {
    const config = read(`
accounts:
  - { account: "012345678901", scanRole: "arn:aws:iam::012345678901:role/ops/scan", concurrency: 2 }
  - { account: "*", scanRole: "arn:aws-cn:iam::{account}:role/whodrift-scan", externalId: "acme/1" }
originalCredentials: ["*/sandbox/*"]
stacks:
  settings:
    - stack: "*/shop/*"
      account: "111122223333"
      env: { PULUMI_CONFIG_PASSPHRASE: { env: SHOP_PASSPHRASE }, AWS_PROFILE: shop, AWS_REGION: null }
`);
    assert.deepEqual(config.accounts, [
      { account: "012345678901", scanRole: "arn:aws:iam::012345678901:role/ops/scan", concurrency: 2 },
      { account: "*", scanRole: "arn:aws-cn:iam::{account}:role/whodrift-scan", externalId: "acme/1" },
    ]);
    assert.deepEqual(config.originalCredentials, ["*/sandbox/*"]);
    assert.deepEqual(config.stacks.settings, [
      { stack: "*/shop/*", account: "111122223333", env: { PULUMI_CONFIG_PASSPHRASE: { env: "SHOP_PASSPHRASE" }, AWS_PROFILE: "shop", AWS_REGION: null } },
    ]);
  });

  const ROLE = "arn:aws:iam::{account}:role/scan";
  for (const [mistake, text, said] of [
    ["an id without quotes, whose zeros YAML takes away", `accounts: [{ account: 012345678901, scanRole: "${ROLE}" }]`, "accounts.0.account: expected an account's 12 digits, or a glob over them, in quotes"],
    ["an id that is too short", `accounts: [{ account: "1111", scanRole: "${ROLE}" }]`, "accounts.0.account: expected an account's 12 digits, or a glob over them, in quotes"],
    ["a role's name", 'accounts: [{ account: "*", scanRole: scan }]', "accounts.0.scanRole: expected a role's ARN, such as arn:aws:iam::{account}:role/whodrift-scan"],
    ["a role of another account", 'accounts: [{ account: "111122223333", scanRole: "arn:aws:iam::444455556666:role/scan" }]', "accounts.0.scanRole: expected a role of that account: write {account} in place of the id"],
    ["one account's role for many", 'accounts: [{ account: "*", scanRole: "arn:aws:iam::444455556666:role/scan" }]', "accounts.0.scanRole: expected a role of that account: write {account} in place of the id"],
    ["an audit role of another account", 'accounts: [{ account: "111122223333", scanRole: "arn:aws:iam::{account}:role/scan", auditRole: "arn:aws:iam::444455556666:role/audit" }]', "accounts.0.auditRole: expected a role of that account: write {account} in place of the id"],
    ["an audit role's name", 'accounts: [{ account: "*", scanRole: "arn:aws:iam::{account}:role/scan", auditRole: audit }]', "accounts.0.auditRole: expected a role's ARN, such as arn:aws:iam::{account}:role/whodrift-audit"],
    ["an external id that STS does not take", `accounts: [{ account: "*", scanRole: "${ROLE}", externalId: "a b" }]`, "accounts.0.externalId: expected 2 to 1224 letters, digits and +=,.@:/-"],
    ["no stack at once", `accounts: [{ account: "*", scanRole: "${ROLE}", concurrency: 0 }]`, /^whodrift\.yaml: accounts\.0\.concurrency: /],
    ["an unknown key", `accounts: [{ account: "*", role: "${ROLE}", scanRole: "${ROLE}" }]`, "unknown key accounts.0.role: did you mean scanRole?"],
    ["original credentials where everybody has them", 'originalCredentials: ["*/x/*"]', "originalCredentials: without accounts every stack keeps its original credentials: name accounts, or leave this out"],
    ["a number for a variable", 'stacks: { settings: [{ stack: "*", env: { A: 1 } }] }', /^whodrift\.yaml: stacks\.settings\.0\.env\.A: .*expected string, received number/],
    ["a variable that cannot be one", 'stacks: { settings: [{ stack: "*", env: { "A B": "1" } }] }', /expected the name of an environment variable/],
    ["another backend for a stack", 'stacks: { settings: [{ stack: "*", env: { PULUMI_BACKEND_URL: "file:///x" } }] }', /the backend is one for the whole scan: set it in whodrift's own environment/],
  ] as const) {
    it(`name the mistake: ${mistake}`, () => {
      assert.throws(() => read(text), (error) => {
        assert.ok(error instanceof Error);
        if (typeof said === "string") assert.equal(error.message, `whodrift.yaml: ${said}`);
        else assert.match(error.message, said);
        return true;
      });
    });
  }
});
