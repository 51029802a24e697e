import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CloudTrailClient, ListPublicKeysCommand } from "@aws-sdk/client-cloudtrail";
import { GetBucketPolicyCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { ensureEmulator } from "../../toolchain/emulator";
import { credentialsOf, startAws, type SandboxAws } from "..";
import { rootKeyOf } from "../rootKeys";

describe("a trail in its bucket", function () {
  this.timeout(120_000);
  let aws: SandboxAws;
  let dir: string;

  before(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "trail-e2e-"));
    aws = await startAws({ ...(await ensureEmulator()), dir });
  });
  after(async () => {
    await aws.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it("given an upload, then its files are objects, digests with their signatures, and no record tells of it", async () => {
    await aws.trail.deliver();
    const [digest] = await aws.trail.digest();
    const before = aws.records().length;
    await aws.trail.upload();
    assert.equal(aws.records().length, before);
    assert.ok(digest !== undefined);

    const Bucket = aws.trail.place.bucket;
    const s3 = new S3Client({
      endpoint: aws.endpoint, region: "us-east-1", forcePathStyle: true,
      credentials: { accessKeyId: rootKeyOf(aws.accountId), secretAccessKey: "sandbox" },
    });
    const Key = path.relative(aws.trail.dir, digest).split(path.sep).join("/");
    const object = await s3.send(new GetObjectCommand({ Bucket, Key }));
    assert.deepEqual(object.Metadata, JSON.parse(await readFile(`${digest}.metadata.json`, "utf8")));
    assert.ok(((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount ?? 0) >= 4);
    assert.match((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? "", /cloudtrail\.amazonaws\.com/);
  });

  it("given an organisation's trail in another account's bucket, then nobody of this account reads it", async () => {
    const trail = aws.openTrail({ name: "org", homeRegion: "us-east-1", bucket: "log-archive", organizationId: "o-exampleorgid" }, "999988887777");
    const files = await trail.deliver();
    await trail.upload();
    const Key = path.relative(trail.dir, files[0] ?? "").split(path.sep).join("/");
    assert.match(Key, /^AWSLogs\/o-exampleorgid\/111122223333\/CloudTrail\//);
    const s3 = new S3Client({ endpoint: aws.endpoint, region: "us-east-1", forcePathStyle: true, credentials: credentialsOf(aws.people.bob) });
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket: "log-archive", Key })), { name: "AccessDenied" });
  });

  it("given ListPublicKeys, then each region has a key of its own", async () => {
    const keysOf = async (region: string): Promise<string | undefined> =>
      (await new CloudTrailClient({ endpoint: aws.endpoint, region, credentials: credentialsOf(aws.people.bob) }).send(new ListPublicKeysCommand({}))).PublicKeyList?.[0]?.Fingerprint;
    assert.match((await keysOf("eu-central-1")) ?? "", /^[0-9a-f]{32}$/);
    assert.notEqual(await keysOf("eu-central-1"), await keysOf("us-east-1"));
  });
});
