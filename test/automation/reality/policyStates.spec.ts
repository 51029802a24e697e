import assert from "node:assert/strict";
import { policyStates, type PolicyStates } from "../../../automation/reality/policyStates";
import { compareStack } from "../../../automation/compare/compareStack";
import { masker, observe, SECRET, stackOf, urnOf, type Case } from "../compare/observed";

const QUEUE = "aws:sqs/queue:Queue";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const PARAMETER = "aws:ssm/parameter:Parameter";

function statesOf(cases: readonly Case[]): PolicyStates | undefined {
  const observations = cases.map(observe);
  const stack = stackOf(observations);
  const by = masker();
  const { drifts } = compareStack(stack, { observations }, by, new Set());
  return policyStates(stack.deployment, { observations }, drifts, by);
}

/** The inputs of one resource on both sides, as policies see them. */
function inputsOf(one: Case, states = statesOf([one])) {
  const find = (side: "recorded" | "actual") => states?.[side].resources.find(({ urn }) => urn === urnOf(one))?.inputs;
  return { recorded: find("recorded"), actual: find("actual") };
}

describe("the two states that policies judge", () => {
  it("are not there where nothing drifted, or nothing but noise", () => {
    assert.equal(statesOf([{ type: QUEUE, inputs: { delaySeconds: 0 } }]), undefined);
    assert.equal(statesOf([{ type: QUEUE, inputs: { delaySeconds: 443 }, live: { inputs: { delaySeconds: "443" } } }]), undefined);
  });

  it("have the live values of what drifted on one side only, and everything else alike", () => {
    const drifted: Case = { type: QUEUE, name: "jobs", inputs: { delaySeconds: 0, fifoQueue: false }, live: { inputs: { delaySeconds: 9, fifoQueue: false } } };
    const untouched: Case = { type: QUEUE, name: "mail", inputs: { delaySeconds: 0 } };
    const states = statesOf([drifted, untouched]);
    assert.deepEqual(inputsOf(drifted, states), { recorded: { delaySeconds: 0, fifoQueue: false }, actual: { delaySeconds: 9, fifoQueue: false } });
    assert.deepEqual(inputsOf(untouched, states), { recorded: { delaySeconds: 0 }, actual: { delaySeconds: 0 } });
  });

  it("have among the inputs what the program never set, and what was added to a list that the inputs do not tell", () => {
    const output: Case = { type: QUEUE, inputs: { name: "q" }, outputs: { name: "q", kmsMasterKeyId: "a" }, live: { outputs: { name: "q", kmsMasterKeyId: "b" } }, op: "same" };
    assert.deepEqual(inputsOf(output), { recorded: { name: "q" }, actual: { name: "q", kmsMasterKeyId: "b" } });
    const rule = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port });
    const added: Case = { type: GROUP, inputs: { ingress: [rule(443)] }, live: { inputs: { ingress: [rule(22)] }, outputs: { ingress: [rule(22), rule(443)] } }, diff: { "ingress[0]": "update" } };
    assert.deepEqual(inputsOf(added).actual, { ingress: [rule(22), rule(443)] });
  });

  it("are without a resource that is gone, on the actual side", () => {
    const gone: Case = { type: QUEUE, name: "mail", inputs: { delaySeconds: 0 }, live: null };
    assert.deepEqual(inputsOf(gone), { recorded: { delaySeconds: 0 }, actual: undefined });
  });

  it("show no secret: marked, well known, by its name, or anywhere that it turns up", () => {
    const cases: readonly Case[] = [
      { type: PARAMETER, name: "marked", inputs: { value: SECRET, tier: "Standard" }, live: { inputs: { value: "CANARY-rotated-1", tier: "Advanced" } }, diff: { value: "update", tier: "update" } },
      { type: "aws:rds/instance:Instance", name: "known", inputs: { password: "CANARY-password-2" } },
      { type: QUEUE, name: "named", inputs: { tags: { apiKey: "CANARY-key-3", note: "see CANARY-rotated-1" } } },
      { type: "pulumi:providers:aws", name: "default", inputs: { secretKey: "CANARY-key-4", region: "eu-central-1" } },
    ];
    const states = statesOf(cases);
    assert.ok(states);
    assert.ok(!JSON.stringify(states).includes("CANARY"), JSON.stringify(states));
    const marked = cases[0];
    assert.ok(marked);
    assert.deepEqual(inputsOf(marked, states), { recorded: { value: "[secret]", tier: "Standard" }, actual: { value: "[secret]", tier: "Advanced" } });
  });
});
