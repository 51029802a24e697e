import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mayHaveChanged } from "../../../automation/attribute";
import { openTrails } from "../../../automation/audit";
import { parseConfig } from "../../../automation/config/loadConfig";
import { credentialsOf, startAws, type SandboxAws } from "../../sandbox/aws";
import { rootKeyOf } from "../../sandbox/aws/rootKeys";
import { ensureEmulator } from "../../sandbox/toolchain/emulator";
import { lookedUp } from "./shapes/lookedUp";

const ARCHIVE = "444455556666";
const ROLE = `arn:aws:iam::${ARCHIVE}:role/trail-reader`;
const EXTERNAL_ID = "whodrift";

describe("an organisation's trail in another account's bucket", function () {
  this.timeout(180_000);
  const environment = { ...process.env };
  let aws: SandboxAws;
  let dir: string;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "open-trails-e2e-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
    const { accessKeyId, secretAccessKey, sessionToken } = { sessionToken: undefined, ...credentialsOf(aws.people.bob) };
    Object.assign(process.env, { AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: aws.region, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }) });
    const iam = new IAMClient({ endpoint: aws.endpoint, region: "us-east-1", credentials: { accessKeyId: rootKeyOf(ARCHIVE), secretAccessKey: "sandbox" } });
    const trust = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${aws.accountId}:root` }, Action: "sts:AssumeRole", Condition: { StringEquals: { "sts:ExternalId": EXTERNAL_ID } } };
    await iam.send(new CreateRoleCommand({ RoleName: "trail-reader", AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }) }));
    const read = [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::log-archive" }, { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::log-archive/*" }];
    await iam.send(new PutRolePolicyCommand({ RoleName: "trail-reader", PolicyName: "read", PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: read }) }));
  });
  after(async () => {
    process.env = environment;
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  function open(role: string) {
    const config = parseConfig(JSON.stringify({ audit: { sources: [{ s3: { bucket: "log-archive", prefix: "logs", organization: "o-exampleorgid", role, externalId: EXTERNAL_ID, verifyDigests: true } }] } }), "whodrift.yaml");
    const [trail] = openTrails(config.audit.sources, { env: { AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: aws.region }, folder: dir, matters: mayHaveChanged, auditRoleOf: () => undefined, now: () => new Date() });
    assert.ok(trail);
    return trail;
  }

  it("is read through that account's role, and what it says is proven by its digests", async () => {
    const trail = aws.openTrail({ name: "org", homeRegion: "us-east-1", bucket: "log-archive", prefix: "logs", organizationId: "o-exampleorgid" }, ARCHIVE);
    const sqs = new SQSClient({ endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(aws.people.bob) });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "trailed" }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "60" } }));
    await trail.deliver();
    await trail.digest();
    await trail.upload();

    const where = { account: aws.accountId, region: aws.region, names: ["trailed"] };
    const read = open(ROLE);
    const { records, coverage } = await lookedUp(read, [where], new Date(Date.now() - 3_600_000).toISOString(), 2);
    assert.deepEqual(coverage[0]?.gaps, []);
    assert.deepEqual(records.map(({ record, verified }) => [record.eventName, verified]).sort(), [["CreateQueue", true], ["SetQueueAttributes", true]]);
    assert.ok((read.usage().s3Requests ?? 0) > 3);
  });

  it("says that it may not be read where the role is another", async () => {
    const { coverage } = await lookedUp(open(`arn:aws:iam::${ARCHIVE}:role/nobody`), [{ account: aws.accountId, region: aws.region, names: ["trailed"] }], new Date(Date.now() - 60_000).toISOString(), 2);
    assert.equal(coverage[0]?.complete, false);
    assert.match(coverage[0].gaps.join("\n"), /access is denied/);
  });
});
