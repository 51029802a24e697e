import assert from "node:assert/strict";
import { attributedTo, attributionOf, context, drift, masker, summary } from "./shapes/drifts";
import { alice, bob, record, session } from "./shapes/records";

const fn = { type: "aws:lambda/function:Function", identities: ["fn"] };
const memory = drift(fn, { path: "memorySize", expected: 128, actual: 512 });
const set = (at: string, who: Parameters<typeof record>[3], memorySize?: number) => record("lambda", "UpdateFunctionConfiguration20150331v2", at, who, { functionName: "fn", ...(memorySize === undefined ? { timeout: 3 } : { memorySize }) });
const carol = { ...alice, principalId: "AIDACKCEVSQ6C2EXAMPL3", userName: "carol", arn: "arn:aws:iam::111122223333:user/carol" };

describe("of several writers of one property", () => {
  it("the one whose value is there is the author, not those who set another and set it back", () => {
    const attribution = attributedTo(memory, context([set("02:00", alice, 1024), set("03:00", bob, 128), set("04:00", carol, 512)]));
    assert.equal(summary(attribution), "proven UpdateFunctionConfiguration by carol");
    assert.equal(attribution.why[0], "UpdateFunctionConfiguration by carol at 2026-01-02 04:00 UTC set memorySize=512, which is the actual value");
  });
  it("the last is the author, where the value was set, reverted and set again", () => {
    assert.equal(summary(attributionOf(memory, context([set("02:00", alice, 512), set("03:00", bob, 128), set("04:00", carol, 512)]))), "proven UpdateFunctionConfiguration by carol");
  });
  it("nobody is, where each value is overwritten, and the reasons tell of the last ones first", () => {
    const attribution = attributionOf(memory, context([set("02:00", alice, 1024), set("03:00", bob, 2048)]));
    assert.equal(summary(attribution), "nobody: no-event");
    assert.deepEqual(attribution.why.slice(1).map((sentence) => sentence.split(" ").slice(2, 3)[0]), ["bob", "alice"]);
  });
  it("neither is proven, where two people set the actual value in one second", () => {
    const attribution = attributedTo(memory, context([set("02:00", alice, 512), set("02:00", bob, 512)]));
    assert.equal(attribution.confidence, "possible");
    assert.match(attribution.why[1] ?? "", /^in the same second as UpdateFunctionConfiguration by (alice|bob), which fits as well; which came last is not recorded$/);
  });
  it("the one who set the actual value is, where another value was set in the same second: it is the one that is there", () => {
    assert.equal(summary(attributionOf(memory, context([set("02:00", alice, 512), set("02:00", bob, 1024)]))), "proven UpdateFunctionConfiguration by alice");
  });
  it("a person is, who repeated a call within a second", () => {
    assert.equal(summary(attributionOf(memory, context([set("02:00", alice, 512), set("02:00", alice, 512)]))), "proven UpdateFunctionConfiguration by alice");
  });
  it("calls that set other properties are left aside", () => {
    assert.equal(summary(attributionOf(memory, context([set("02:00", alice, 512), set("03:00", bob)]))), "proven UpdateFunctionConfiguration by alice");
  });
  it("a person is, before a deployment that set the same", () => {
    const deploys = { deployPrincipals: ["arn:aws:iam::*:role/deploy"], updates: [{ kind: "update", from: "2026-01-02T03:00:00Z", to: "2026-01-02T03:05:00Z", result: "succeeded" as const }] };
    assert.equal(summary(attributionOf(memory, context([set("02:00", alice, 512), set("03:01", session("deploy", "ci"), 512)], deploys))), "proven UpdateFunctionConfiguration by alice");
  });
});

describe("a sentence of the evidence", () => {
  it("names no value of a secret", () => {
    const db = drift({ type: "aws:rds/instance:Instance", identities: ["db"] }, { path: "password", expected: masker.mask("a"), actual: masker.mask("123") });
    const call = record("rds", "ModifyDBInstance", "02:00", alice, { dBInstanceIdentifier: "db", masterUserPassword: "123" });
    assert.match(attributedTo(db, context([call])).why[0] ?? "", /set masterUserPassword to the actual value$/);
  });
  it("quotes no document, only its parameter", () => {
    const role = drift({ type: "aws:iam/role:Role", identities: ["app"] }, { path: "assumeRolePolicy", expected: "{}", actual: '{"Version":"2012-10-17"}' });
    const call = record("iam", "UpdateAssumeRolePolicy", "02:00", alice, { roleName: "app", policyDocument: '{"Version":"2012-10-17"}' }, { awsRegion: "us-east-1" });
    assert.match(attributedTo(role, context([call])).why[0] ?? "", /set policyDocument to the actual value$/);
  });
  it("tells which rule of a security group", () => {
    const group = drift({ type: "aws:ec2/securityGroup:SecurityGroup", identities: ["sg-1"] }, { path: "ingress[0]", actual: { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] } });
    const call = record("ec2", "AuthorizeSecurityGroupIngress", "02:00", alice, { groupId: "sg-1", ipPermissions: { items: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }] } });
    assert.match(attributedTo(group, context([call])).why[0] ?? "", /added the rule tcp 22 for 0\.0\.0\.0\/0, which is there now$/);
  });
});
