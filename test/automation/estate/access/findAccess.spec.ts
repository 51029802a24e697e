import assert from "node:assert/strict";
import { findAccess, type AccessRules } from "../../../../automation/estate";
import { ONE, queueIn, RULES, stackOf, TWO, type Provider } from "./stacks";

const ROLE = `arn:aws:iam::${ONE}:role/scan`;
const assuming = (account: string) => JSON.stringify([{ roleArn: `arn:aws:iam::${account}:role/deploy` }]);

function accessOf(provider: Provider, rules: AccessRules = RULES) {
  const [found, ...more] = findAccess(stackOf(provider), rules);
  assert.ok(found !== undefined && more.length === 0);
  const { access } = found;
  return { ...found, says: access.kind === "role" ? access.rule.scanRole : access.kind === "refused" ? access.reason : access.credentials.join() };
}

describe("how a provider is to read", () => {
  describe("its account is found", () => {
    for (const [where, provider] of [
      ["in the ARNs of its resources", { resources: [queueIn(ONE), queueIn(ONE, "mails"), {}] }],
      ["in allowedAccountIds", { resources: [{}], inputs: { allowedAccountIds: `["${ONE}"]` } }],
      ["in the role that it assumes", { resources: [{}], inputs: { assumeRoles: assuming(ONE) } }],
      ["in the role that an old state has", { resources: [{}], inputs: { assumeRole: JSON.stringify({ roleArn: ROLE }) } }],
      ["in the role that a token is given for", { resources: [{}], inputs: { assumeRoleWithWebIdentity: JSON.stringify({ roleArn: ROLE, webIdentityToken: "x" }) } }],
      ["in the last role of a chain", { resources: [{}], inputs: { assumeRoles: JSON.stringify([{ roleArn: `arn:aws:iam::${TWO}:role/hub` }, { roleArn: ROLE }]) } }],
      ["in what all agree on, where a list or a resource elsewhere has more", { resources: [queueIn(ONE), queueIn(TWO)], inputs: { allowedAccountIds: `["${ONE}","999988887777"]` } }],
    ] as const) {
      it(where, () => {
        const { account, says } = accessOf(provider);
        assert.deepEqual([account, says], [ONE, ROLE]);
      });
    }
  });

  describe("it is refused, and says what to type", () => {
    it("where no role is configured for its account", () => {
      const { account, access, says } = accessOf({ resources: [queueIn(TWO)] });
      assert.deepEqual([account, access.kind], [TWO, "refused"]);
      assert.match(says, /^no scan role is configured for account 444455556666: add \{ account: "444455556666", scanRole: … \} to accounts in whodrift.yaml, or name the stack under originalCredentials$/);
    });

    it("where nothing tells its account", () => {
      const { account, says } = accessOf({ resources: [{ arn: "arn:aws:s3:::assets" }], inputs: { assumeRoles: "" } });
      assert.equal(account, undefined);
      assert.match(says, /nothing in its state tells the account of this provider: give its account under stacks\.settings/);
    });

    it("where its state contradicts itself, with what is said where", () => {
      const { account, says } = accessOf({ resources: [queueIn(ONE), queueIn(TWO)], inputs: { assumeRoles: assuming("999988887777") } });
      assert.equal(account, undefined);
      assert.match(says, /contradicts itself on the account of this provider \(the ARNs of its resources: 111122223333, 444455556666; the role that it assumes: 999988887777\)/);
    });
  });

  it("follows the account that the settings name where the state does not tell, and never against the state", () => {
    const settings = [{ stack: "*/shop/*", account: ONE, env: {} }];
    assert.equal(accessOf({ resources: [{}] }, { ...RULES, settings }).says, ROLE);
    assert.equal(accessOf({ resources: [queueIn(ONE), queueIn(TWO)] }, { ...RULES, settings }).says, ROLE);
    assert.equal(accessOf({ resources: [queueIn(TWO)] }, { ...RULES, settings }).access.kind, "refused");
  });

  it("keeps the credentials of its state where the stack is named for that and no role is configured, and tells only their names", () => {
    const rules = { ...RULES, originalCredentials: ["*/shop/*"] };
    const inputs = { profile: "canary", accessKey: "canary", secretKey: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "canary" }, region: "eu-west-1" };
    const original = accessOf({ resources: [queueIn(TWO)], inputs }, rules);
    assert.deepEqual(original.access, { kind: "original", credentials: ["accessKey", "secretKey", "profile"] });
    assert.equal(original.region, "eu-west-1");
    assert.equal(accessOf({ resources: [{}] }, rules).access.kind, "original");
    assert.equal(accessOf({ resources: [queueIn(ONE)], inputs }, rules).says, ROLE, "a role comes first");
  });

  it("keeps the credentials of every state where no accounts are configured", () => {
    const { account, access } = accessOf({ resources: [queueIn(TWO)] }, { accounts: [], originalCredentials: [], settings: [] });
    assert.deepEqual([account, access], [TWO, { kind: "original", credentials: [] }]);
  });

  it("is the first rule's that matches the account, with the id in its role", () => {
    const accounts = [{ account: "4444*", scanRole: "arn:aws:iam::{account}:role/first" }, { account: "*", scanRole: "arn:aws:iam::{account}:role/second" }];
    const rules = { ...RULES, accounts };
    assert.equal(accessOf({ resources: [queueIn(TWO)] }, rules).says, `arn:aws:iam::${TWO}:role/first`);
    assert.equal(accessOf({ resources: [queueIn(ONE)] }, rules).says, `arn:aws:iam::${ONE}:role/second`);
  });

  it("is judged for each provider of its own; other packages, and providers without resources, are not", () => {
    const stack = stackOf(
      { name: "a", resources: [queueIn(ONE)] }, { name: "b", resources: [queueIn(TWO)] }, { name: "unused", resources: [] },
      { name: "k", package: "kubernetes", resources: [{}] }, { name: "engine", package: "pulumi", resources: [{}] },
    );
    assert.deepEqual(findAccess(stack, RULES).map(({ package: kind, access }) => [kind, access.kind]), [["aws", "role"], ["aws", "refused"], ["kubernetes", "original"]]);
  });

  it("looks into ids where a resource has no other ARN", () => {
    const stack = stackOf({ resources: [{}] });
    const resources = stack.deployment.resources.map((one) => (one.type.startsWith("pulumi:") ? one : { ...one, id: `arn:aws:sns:eu-central-1:${ONE}:topic` }));
    const [found] = findAccess({ ...stack, deployment: { ...stack.deployment, resources } }, RULES);
    assert.equal(found?.account, ONE);
  });

  it("does not believe a subscription's ARN, which begins with the account of its topic", () => {
    const stack = stackOf({ resources: [queueIn(ONE), queueIn(TWO)] });
    const resources = stack.deployment.resources.map((one) => (one.urn.endsWith("-1") ? { ...one, type: "aws:sns/topicSubscription:TopicSubscription" } : one));
    const [found] = findAccess({ ...stack, deployment: { ...stack.deployment, resources } }, RULES);
    assert.equal(found?.account, ONE);
  });
});
