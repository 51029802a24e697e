import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { EC2 } from "@aws-sdk/client-ec2";
import { credentialsOf, startAws, type SandboxAws } from "..";
import { ensureEmulator } from "../../toolchain/emulator";

describe("EC2 instances of the sandbox, where AWS is stricter than the emulator", function () {
  this.timeout(60_000);
  let dir: string;
  let aws: SandboxAws;
  let ec2: EC2;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "instances-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
    ec2 = new EC2({ endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(aws.people.bob), maxAttempts: 1 });
  });
  after(async () => {
    ec2.destroy();
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it("given a protected instance, then it cannot be stopped or terminated before that is taken back", async () => {
    const id = await launch({ DisableApiStop: true, DisableApiTermination: true });
    await assert.rejects(ec2.stopInstances({ InstanceIds: [id] }), { name: "OperationNotPermitted" });
    await assert.rejects(ec2.terminateInstances({ InstanceIds: [id] }), { name: "OperationNotPermitted" });
    // The flat form, of older clients.
    await ec2.modifyInstanceAttribute({ InstanceId: id, Attribute: "disableApiTermination", Value: "false" });
    await ec2.terminateInstances({ InstanceIds: [id] });
  });

  it("given a running instance, then its type and user data cannot be changed, and nothing of the call is done", async () => {
    const id = await launch({});
    await assert.rejects(ec2.modifyInstanceAttribute({ InstanceId: id, InstanceType: { Value: "m5.large" } }), { name: "IncorrectInstanceState" });
    await assert.rejects(ec2.modifyInstanceAttribute({ InstanceId: id, UserData: { Value: Buffer.from("x") } }), { name: "IncorrectInstanceState" });
    const { Reservations: [reservation] = [] } = await ec2.describeInstances({ InstanceIds: [id] });
    assert.equal(reservation?.Instances?.[0]?.InstanceType, "t3.micro");
  });

  it("given none of that id, then every call says so", async () => {
    const InstanceId = "i-0123456789abcdef0";
    const missing = { name: "InvalidInstanceID.NotFound" };
    await assert.rejects(ec2.modifyInstanceAttribute({ InstanceId, SourceDestCheck: { Value: false } }), missing);
    await assert.rejects(ec2.modifyInstanceMetadataOptions({ InstanceId, HttpTokens: "optional" }), missing);
    await assert.rejects(ec2.monitorInstances({ InstanceIds: [InstanceId] }), missing);
  });

  it("given user data, metadata options and monitoring at launch, then EC2 tells them", async () => {
    const UserData = Buffer.from("#!/bin/sh\n").toString("base64");
    const id = await launch({ UserData, MetadataOptions: { HttpTokens: "required" }, Monitoring: { Enabled: true } });
    const { UserData: told } = await ec2.describeInstanceAttribute({ InstanceId: id, Attribute: "userData" });
    const { Reservations: [reservation] = [] } = await ec2.describeInstances({ InstanceIds: [id] });
    const live = reservation?.Instances?.[0];
    assert.deepEqual([told?.Value, live?.MetadataOptions?.HttpTokens, live?.Monitoring?.State], [UserData, "required", "enabled"]);
  });

  async function launch(more: object): Promise<string> {
    const { Instances: [created] = [] } = await ec2.runInstances({ ImageId: "ami-0123456789abcdef0", InstanceType: "t3.micro", MinCount: 1, MaxCount: 1, ...more });
    return created?.InstanceId ?? assert.fail("nothing was launched");
  }
});
