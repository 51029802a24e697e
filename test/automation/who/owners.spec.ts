import assert from "node:assert/strict";
import { parseSubject } from "../../../automation/who";
import { bestOwners, ownersIn } from "../../../automation/who/owners";
import type { StackAtRest } from "../../../automation/estate";
import { masker } from "../attribute/shapes/drifts";
import { bucket, group, SG, stackOf } from "./states";

const PROD = "acme/shop/prod";
const role = { type: "aws:iam/role:Role", name: "app", id: "shop-app", outputs: { name: "shop-app", arn: "arn:aws:iam::111122223333:role/shop-app" } };
const attachment = { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", name: "app", id: "shop-app-1", outputs: { role: "shop-app", policyArn: "arn:aws:iam::aws:policy/ReadOnly" } };

function found(word: string, ...stacks: readonly StackAtRest[]): readonly string[] {
  const subject = parseSubject(word);
  assert.ok(subject);
  return bestOwners(stacks.flatMap((stack) => ownersIn(stack, subject, masker))).map(({ stack, resource }) => `${stack.ref.name} ${resource.type.split(":").at(-1) ?? ""} ${resource.name}`);
}

describe("the owner of a resource, in a state", () => {
  const prod = stackOf(PROD, group, role, attachment);

  for (const word of [SG, `arn:aws:ec2:eu-west-1:111122223333:security-group/${SG}`, "shop-prod-web", "web", "urn:pulumi:prod::shop::aws:ec2/securityGroup:SecurityGroup::web"]) {
    it(`is found by ${word}`, () => { assert.deepEqual(found(word, prod), [`${PROD} SecurityGroup web`]); });
  }

  it("is not found by a part of an id or a name", () => {
    for (const word of [SG.slice(0, -1), `${SG}0`, "shop-prod", "SecurityGroup"]) assert.deepEqual(found(word, prod), []);
  });

  it("is the thing itself before what is attached to it", () => {
    assert.deepEqual(found("shop-app", prod), [`${PROD} Role app`]);
  });

  it("is what a thing is attached to, where the thing itself is in no state", () => {
    assert.deepEqual(found("shop-app", stackOf(PROD, attachment)), [`${PROD} RolePolicyAttachment app`]);
  });

  it("is the bucket among a bucket and its settings, which all go by its name", () => {
    const stack = stackOf(PROD, bucket("BucketPolicy"), bucket("Bucket"), bucket("BucketVersioning"));
    for (const word of ["acme-assets", "assets"]) assert.deepEqual(found(word, stack), [`${PROD} Bucket assets`]);
  });

  it("is not decided where different things, or several stacks, have the name", () => {
    const queue = { type: "aws:sqs/queue:Queue", name: "app", id: "https://sqs.eu-west-1.amazonaws.com/111122223333/app" };
    assert.deepEqual(found("app", stackOf(PROD, role, queue)), [`${PROD} Role app`, `${PROD} Queue app`]);
    assert.deepEqual(found("web", prod, stackOf("acme/shop/dev", { ...group, id: "sg-00000000" })), [`${PROD} SecurityGroup web`, "acme/shop/dev SecurityGroup web"]);
  });

  it("is neither who only looked it up, nor what is about to be deleted, nor a component", () => {
    for (const more of [{ external: true }, { delete: true }, { custom: false }]) assert.deepEqual(found(SG, stackOf(PROD, { ...group, more })), []);
  });

  it("tells no secret of the state", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"hunter2-hunter2"' };
    const subject = parseSubject(SG);
    assert.ok(subject);
    const [owner] = ownersIn(stackOf(PROD, { ...group, outputs: { name: secret, arn: "x" } }), subject, masker);
    assert.ok(owner);
    assert.doesNotMatch(JSON.stringify(owner.resource), /hunter2/);
  });
});
