import assert from "node:assert/strict";
import { cbor } from "@smithy/core/cbor";
import fc from "fast-check";
import { decodeRequest, decodeResponse } from ".";
import type { WireRequest } from "../exchange";
import { identify, type Call } from "../models/identify";
import { tinyIndex } from "../models/tinyModels";
import { answer, json, query, signed } from "../models/tinyRequests";

function callOf(request: WireRequest): Call {
  const call = identify(request, tinyIndex);
  assert.ok(call);
  return call;
}

const decoded = (request: WireRequest) => decodeRequest(callOf(request), request);

describe("decoding a call by the service's model", () => {
  it("given EC2's dotted keys, then lists come in the order of their numbers and values by their types", () => {
    const request = query("ec2", {
      Action: "AuthorizeSecurityGroupIngress", Version: "2016-11-15", GroupId: "sg-1",
      "IpPermissions.10.FromPort": "10", "IpPermissions.2.FromPort": "2", "IpPermissions.2.IpRanges.1.CidrIp": "10.0.0.0/8", DryRun: "true",
    });
    assert.deepEqual(decoded(request), {
      GroupId: "sg-1", DryRun: true, IpPermissions: [{ FromPort: 2, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }, { FromPort: 10 }],
    });
  });

  it("given query's `member` lists, then they come as lists", () => {
    const request = query("iam", { Action: "CreateUser", Version: "2010-05-08", "Tags.member.1.Key": "a", "Tags.member.1.Value": "b" });
    assert.deepEqual(decoded(request), { Tags: [{ Key: "a", Value: "b" }] });
  });

  it("given any JSON parameters of the model, then the same come out, and nothing that the model does not know", () => {
    const parameters = fc.record({ Name: fc.string(), Value: fc.string(), Attributes: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }) }, { noNullPrototype: true });
    fc.assert(fc.property(parameters, (given) => {
      assert.deepEqual(decoded(json("ssm", "AmazonSSM.PutParameter", JSON.stringify({ ...given, Unknown: 1 }))), given);
    }));
  });

  it("given a REST request, then labels and headers are parameters", () => {
    const request = signed("s3", { method: "PUT", url: "/my%20bucket?versioning", headers: { "x-amz-acl": "private" } });
    assert.deepEqual(decoded(request), { Bucket: "my bucket", ACL: "private" });
  });

  it("given a query answer, then the result inside its wrapper, single elements of lists included", () => {
    const call = callOf(query("iam", { Action: "CreateUser", Version: "2010-05-08" }));
    const xml = `<CreateUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><CreateUserResult><User><UserName>007</UserName>
      <Tags><member><Key>a</Key><Value>&lt;b&gt;</Value></member></Tags></User></CreateUserResult></CreateUserResponse>`;
    assert.deepEqual(decodeResponse(call, answer(xml)), { User: { UserName: "007", Tags: [{ Key: "a", Value: "<b>" }] } });
  });

  it("given an EC2 answer, then `item` lists by their shapes", () => {
    const call = callOf(query("ec2", { Action: "AuthorizeSecurityGroupIngress", Version: "2016-11-15" }));
    const xml = "<AuthorizeSecurityGroupIngressResponse><return>true</return><securityGroupRuleSet><item><fromPort>22</fromPort></item></securityGroupRuleSet></AuthorizeSecurityGroupIngressResponse>";
    assert.deepEqual(decodeResponse(call, answer(xml)), { Return: true, SecurityGroupRules: [{ FromPort: 22 }] });
  });

  it("given CBOR, as CloudWatch has it, then the same as of JSON, times in epoch seconds and bytes left out", () => {
    const call: Call = { ...callOf(json("ssm", "AmazonSSM.PutParameter", "{}")), protocol: "cbor" };
    // Tag 1 is a time: 0xc1, then a double.
    const time = Buffer.from([0xc1, 0xfb, 0, 0, 0, 0, 0, 0, 0, 0]);
    time.writeDoubleBE(1722515240.5, 2);
    const body = Buffer.concat([Buffer.from([0xa3]), ...[["Name", cbor.serialize("n")], ["ExpiresAt", time], ["Value", cbor.serialize(new Uint8Array([1]))]]
      .flatMap(([name, value]) => [Buffer.from(cbor.serialize(name)), Buffer.from(value ?? "")])]);
    assert.deepEqual(decodeRequest(call, { ...json("ssm", "", ""), body }), { Name: "n", ExpiresAt: 1722515240.5 });
    assert.deepEqual(decodeResponse(call, { ...answer(""), body: Buffer.from(cbor.serialize({ Version: 2 })) }), { Version: 2 });
    assert.deepEqual(decodeRequest(call, { ...json("ssm", "", ""), body: Buffer.from([0xff, 0x01]) }), {});
  });
});
