import assert from "node:assert/strict";
import { isMasked, type JsonObject } from "../../../policypack/model";
import { changesOf, compare, masker, SECRET, type Case } from "./observed";

const PARAMETER = "aws:ssm/parameter:Parameter";

describe("compare: secrets", () => {
  it("masks the new value of a drifted secret, which arrives in plain text", () => {
    const one: Case = { type: PARAMETER, inputs: { type: "String", value: SECRET }, live: { inputs: { type: "String", value: "canary-7f3a" } }, diff: { value: "update" } };
    const change = changesOf(one)["value"];
    assert.ok(isMasked(change?.expected) && isMasked(change.actual));
    assert.notEqual(change.expected.digest, change.actual.digest);
    assert.doesNotMatch(JSON.stringify(compare([one])), /canary/);
  });

  it("finds the plain value of one resource's secret in every other resource of the stack", () => {
    const owner: Case = { type: PARAMETER, name: "z-owner", inputs: { value: SECRET }, live: { inputs: { value: "canary-7f3a" } }, diff: { value: "update" } };
    const leak = (url: string): JsonObject => ({ tags: { url } });
    const other: Case = { type: "aws:s3/bucket:Bucket", name: "a-other", inputs: leak("x"), live: { inputs: leak("https://u:canary-7f3a@db") }, diff: { "tags.url": "update" } };
    const { drifts } = compare([other, owner]);
    assert.equal(drifts.length, 2);
    assert.doesNotMatch(JSON.stringify(drifts), /canary/);
  });

  it("believes the engine where both sides are encrypted", () => {
    assert.equal(changesOf({ type: PARAMETER, inputs: { value: SECRET }, live: {}, diff: { value: "update" } })["value"]?.noise, undefined);
  });

  it("tells recorded secrets apart by the ciphertext in the state, which the events blank", () => {
    const expected = (ciphertext: string) => {
      const state = { inputs: { value: { ...SECRET, ciphertext } } };
      return changesOf({ type: PARAMETER, inputs: { value: SECRET }, live: { inputs: { value: "new" } }, diff: { value: "update" }, state })["value"]?.expected;
    };
    assert.ok(isMasked(expected("v1:a")));
    assert.notDeepEqual(expected("v1:a"), expected("v1:b"));
  });

  it("invents no drift of an encrypted value that nobody reported, encrypted again or in plain text", () => {
    const again = { ...SECRET, ciphertext: "v1:other" };
    for (const value of [again, "plain-text"]) {
      assert.deepEqual(compare([{ type: PARAMETER, inputs: { value: SECRET }, live: { outputs: { value } }, op: "same" }]).drifts, []);
    }
    const groups = (password: string | typeof SECRET): JsonObject => ({ users: [{ username: "u", password }] });
    assert.deepEqual(compare([{ type: "aws:mq/broker:Broker", inputs: groups(SECRET), live: { outputs: groups("plain-text") }, op: "same" }]).drifts, []);
  });

  it("keeps an encrypted value as noise where another change explains the update", () => {
    const changes = changesOf({ type: PARAMETER, inputs: { value: SECRET, tier: "Standard" }, live: { inputs: { value: "maybe-the-same", tier: "Advanced" } } });
    assert.equal(changes["value"]?.noise?.rule, "secret-unreadable");
    assert.equal(changes["tier"]?.noise, undefined);
  });

  it("masks inside a container that holds a secret, not the container", () => {
    const variables = (mode: string): JsonObject => ({ config: { mode, key: SECRET } });
    const change = changesOf({ type: "aws:x/y:Z", inputs: variables("a"), live: { inputs: { config: { mode: "b", key: "canary-7f3a" } } }, diff: { "config.mode": "update" } })["config.mode"];
    assert.deepEqual([change?.expected, change?.actual], ["a", "b"]);
  });

  it("masks a secret that has moved to another place in its list", () => {
    const live = { inputs: { list: [{ k: "new" }, { k: "canary-7f3a" }] } };
    assert.doesNotMatch(JSON.stringify(compare([{ type: "aws:x/y:Z", inputs: { list: [{ k: SECRET }] }, live, diff: { list: "update" } }])), /canary/);
  });

  for (const [what, type, recorded, live] of [
    ["an additional secret output", "aws:x/y:Z", { result: "old-canary" }, { result: "new-canary" }],
    ["a SecureString", PARAMETER, { type: "SecureString", value: "old-canary" }, { type: "SecureString", value: "new-canary" }],
    ["a secret's text", "aws:secretsmanager/secretVersion:SecretVersion", { secretString: "old-canary" }, { secretString: "new-canary" }],
    ["a database password", "aws:rds/instance:Instance", { password: "old-canary" }, { password: "new-canary" }],
    ["a function's variables", "aws:lambda/function:Function", { environment: { variables: { A: "old-canary" } } }, { environment: { variables: { A: "new-canary" } } }],
    ["a container's variables", "aws:ecs/taskDefinition:TaskDefinition",
      { containerDefinitions: JSON.stringify([{ name: "a", image: "i:1", environment: [{ name: "A", value: "old-canary" }] }]) },
      { containerDefinitions: JSON.stringify([{ name: "a", image: "i:2", environment: [{ name: "A", value: "new-canary" }] }]) }],
    ["user data", "aws:ec2/instance:Instance", { userData: "old-canary" }, { userData: "new-canary" }],
    ["an access key", "aws:iam/accessKey:AccessKey", { secret: "old-canary" }, { secret: "new-canary" }],
  ] as const) {
    it(`masks ${what}, and shows that it changed`, () => {
      const { drifts } = compare([{ type, inputs: recorded, live: { inputs: live }, state: { additionalSecretOutputs: ["result"] } }]);
      assert.equal(drifts[0]?.changes.filter(({ noise }) => noise === undefined).length, 1);
      assert.doesNotMatch(JSON.stringify(drifts), /canary/);
    });
  }

  it("still shows what is no secret in a container definition", () => {
    const definitions = (image: string): JsonObject => ({ containerDefinitions: JSON.stringify([{ image, environment: [{ name: "A", value: "canary" }] }]) });
    const change = changesOf({ type: "aws:ecs/taskDefinition:TaskDefinition", inputs: definitions("i:1"), live: { inputs: definitions("i:2") } })["containerDefinitions"];
    assert.match(JSON.stringify(change?.actual), /i:2/);
  });

  it("does not search the report for the plain variables of a function", () => {
    const one = (region: string): JsonObject => ({ arn: `arn:aws:lambda:${region}:123456789012:function:f`, environment: { variables: { REGION: region, MODE: "a" } } });
    const [drift] = compare([{ type: "aws:lambda/function:Function", inputs: one("eu-west-1"), live: { inputs: { ...one("eu-west-1"), timeout: 5 } } }], masker()).drifts;
    assert.equal(drift?.resource.arn, "arn:aws:lambda:eu-west-1:123456789012:function:f");
  });
});
