import assert from "node:assert/strict";
import { touchesOf } from "../../../automation/who/touches";
import { masker } from "../attribute/shapes/drifts";
import { alice, record, session } from "../attribute/shapes/records";

const context = { updates: [], deployPrincipals: [], masker };
const fn = { type: "aws:lambda/function:Function", identities: ["resize"] };
const subnet = { type: "aws:ec2/subnet:Subnet", identities: ["subnet-1"] };
const told = (resource: Parameters<typeof touchesOf>[0], ...records: Parameters<typeof touchesOf>[1]) => touchesOf(resource, records, context).map(({ event, actor, says }) => `${actor.name} ${event.operation} ${says}`);

describe("touches of a resource", () => {
  it("are its changes and what else was done to it, in the order of time, each once", () => {
    const code = record("lambda", "UpdateFunctionConfiguration20150331v2", "02:00", alice, { functionName: "resize", timeout: 9 });
    const permission = record("lambda", "AddPermission20150331v2", "01:00", alice, { functionName: "resize", principal: "*" });
    assert.deepEqual(told(fn, code, permission, code, permission), ["alice AddPermission added principal=*", "alice UpdateFunctionConfiguration set timeout=9"]);
  });

  it("are an access key of a user and a subscription of a topic", () => {
    assert.deepEqual(told({ type: "aws:iam/user:User", identities: ["bob"] }, record("iam", "CreateAccessKey", "02:00", alice, { userName: "bob" })).length, 1);
    const arn = "arn:aws:sns:eu-west-1:111122223333:t";
    assert.deepEqual(told({ type: "aws:sns/topic:Topic", identities: [arn] }, record("sns", "Subscribe", "02:00", alice, { topicArn: arn, protocol: "email" })).length, 1);
  });

  it("are not what was made in a network, nor calls of other services that mention it, nor failed ones", () => {
    assert.deepEqual(
      told(subnet, record("ec2", "CreateNetworkInterface", "02:00", alice, { subnetId: "subnet-1" }), record("ec2", "ModifySubnetAttribute", "02:01", alice, { subnetId: "subnet-1", mapPublicIpOnLaunch: { value: true } })),
      ["alice ModifySubnetAttribute set mapPublicIpOnLaunch=true"],
    );
    assert.deepEqual(told(fn, record("events", "PutTargets", "02:00", alice, { rule: "r", targets: [{ arn: "resize" }] }), record("lambda", "AddPermission", "02:00", alice, { functionName: "resize" }, { errorCode: "AccessDenied" })), []);
  });

  it("are everything that names it, where its type is not known", () => {
    assert.equal(told({ identities: ["resize"] }, record("events", "PutTargets", "02:00", alice, { rule: "r", targets: [{ arn: "resize" }] })).length, 1);
  });

  it("are led back to the person behind a session, whatever the call", () => {
    const made = record("sts", "AssumeRole", "01:59", alice, { roleArn: "arn:aws:iam::111122223333:role/ops" }, { readOnly: true, responseElements: { credentials: { accessKeyId: "ASIAOPS" }, assumedRoleUser: { assumedRoleId: "AROAOPS:x" } } });
    assert.deepEqual(told(fn, made, record("lambda", "AddPermission", "02:00", session("ops", "x"), { functionName: "resize" })), ["alice AddPermission added"]);
  });
});
