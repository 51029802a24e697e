import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { newSigningKeys, type SigningKeys } from "./signingKeys";
import { newTrailStore, type TrailStore } from "./store";
import { tinyRecord } from "./tinyRecord";
import { openTrail, type Delivered, type Trail } from "./trail";

const Digest = z.object({
  awsAccountId: z.string(), digestStartTime: z.string(), digestEndTime: z.string(), digestS3Bucket: z.string(), digestS3Object: z.string(),
  digestPublicKeyFingerprint: z.string(), digestSignatureAlgorithm: z.literal("SHA256withRSA"),
  newestEventTime: z.string().nullable(), oldestEventTime: z.string().nullable(),
  previousDigestS3Bucket: z.string().nullable(), previousDigestS3Object: z.string().nullable(),
  previousDigestHashValue: z.string().nullable(), previousDigestHashAlgorithm: z.literal("SHA-256").nullable(), previousDigestSignature: z.string().nullable(),
  logFiles: z.array(z.object({ s3Bucket: z.string(), s3Object: z.string(), hashValue: z.string(), hashAlgorithm: z.literal("SHA-256"), newestEventTime: z.string(), oldestEventTime: z.string() })),
});
const Metadata = z.object({ signature: z.string(), "signature-algorithm": z.literal("SHA256withRSA") });
const PublicKeys = z.object({ PublicKeyList: z.array(z.object({ Value: z.string(), Fingerprint: z.string() })) });

const hashOf = (content: Buffer) => createHash("sha256").update(content).digest("hex");

describe("the digests of a trail", () => {
  let dir: string;
  let now: Date;
  let store: TrailStore;
  let keys: SigningKeys;
  let trail: Trail;
  let uploaded: Delivered[];

  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), "digests-"));
    now = new Date("2026-03-04T05:00:00Z");
    store = newTrailStore();
    keys = newSigningKeys(now);
    uploaded = [];
    trail = openTrail({
      place: { name: "org", homeRegion: "us-east-1", bucket: "archive", prefix: "logs", organizationId: "o-exampleorgid" },
      dir, store, keys, clock: () => now, randomName: () => "RANDOM0000000000",
      putObjects: (_place, _dir, delivered) => { uploaded.push(...delivered); return Promise.resolve(); },
    });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function hourWith(...records: Parameters<TrailStore["add"]>[0][]): Promise<string> {
    for (const record of records) store.add(record);
    await trail.deliver();
    now = new Date(now.getTime() + 3_600_000);
    const [file] = await trail.digest();
    assert.ok(file);
    return file;
  }

  /** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html, step by step. */
  async function validate(file: string, region = "eu-central-1"): Promise<z.infer<typeof Digest>> {
    const content = gunzipSync(await readFile(file));
    const digest = Digest.parse(JSON.parse(content.toString("utf8")));
    assert.equal(path.join(dir, digest.digestS3Object), file, "it was found where it says that it is");
    const metadata = Metadata.parse(JSON.parse(await readFile(`${file}.metadata.json`, "utf8")));
    const key = PublicKeys.parse(await keys.list(region)).PublicKeyList.find(({ Fingerprint }) => Fingerprint === digest.digestPublicKeyFingerprint);
    assert.ok(key, "the region has the key");
    const publicKey = createPublicKey({ key: Buffer.from(key.Value, "base64"), format: "der", type: "pkcs1" });
    const text = [digest.digestEndTime, `${digest.digestS3Bucket}/${digest.digestS3Object}`, hashOf(content), digest.previousDigestSignature ?? "null"].join("\n");
    assert.ok(verify("sha256", Buffer.from(text), publicKey, Buffer.from(metadata.signature, "hex")), "signature");
    for (const log of digest.logFiles) assert.equal(hashOf(gunzipSync(await readFile(path.join(dir, log.s3Object)))), log.hashValue, "log file");
    if (digest.previousDigestS3Object !== null) {
      const previous = path.join(dir, digest.previousDigestS3Object);
      assert.equal(hashOf(gunzipSync(await readFile(previous))), digest.previousDigestHashValue, "previous digest");
      assert.equal(Metadata.parse(JSON.parse(await readFile(`${previous}.metadata.json`, "utf8"))).signature, digest.previousDigestSignature);
    }
    return digest;
  }

  it("given three hours, one of them without events, then a chain that AWS's procedure finds valid", async () => {
    const first = await validate(await hourWith(tinyRecord(), tinyRecord({ eventTime: "2026-01-01T00:00:09Z" })));
    assert.partialDeepStrictEqual(first, {
      awsAccountId: "111122223333", digestStartTime: "2026-03-04T05:00:00Z", digestEndTime: "2026-03-04T06:00:00Z", digestS3Bucket: "archive",
      digestS3Object: "logs/AWSLogs/o-exampleorgid/111122223333/CloudTrail-Digest/eu-central-1/2026/03/04/111122223333_CloudTrail-Digest_eu-central-1_org_us-east-1_20260304T060000Z.json.gz",
      oldestEventTime: "2026-01-01T00:00:00Z", newestEventTime: "2026-01-01T00:00:09Z", previousDigestS3Object: null, previousDigestSignature: null,
    });
    assert.equal(first.logFiles.length, 1);
    const quiet = await validate(await hourWith());
    assert.partialDeepStrictEqual(quiet, { digestStartTime: "2026-03-04T06:00:00Z", previousDigestS3Object: first.digestS3Object, newestEventTime: null });
    assert.deepEqual(quiet.logFiles, []);
    assert.equal((await validate(await hourWith(tinyRecord()))).previousDigestS3Object, quiet.digestS3Object);
  });

  it("given a changed log file, digest or signature, then it is found invalid", async () => {
    const file = await hourWith(tinyRecord());
    const { logFiles: [log] } = await validate(file);
    assert.ok(log);
    const sound = new Map(await Promise.all([file, `${file}.metadata.json`, path.join(dir, log.s3Object)].map(async (name) => [name, await readFile(name)] as const)));
    for (const [name, content] of sound) {
      const text = (name.endsWith(".gz") ? gunzipSync(content) : content).toString("utf8");
      const changed = Buffer.from(text.replace(/assets|2026-01-01|(?<="signature":")../, "zz"));
      assert.notEqual(changed.toString("utf8"), text);
      await writeFile(name, name.endsWith(".gz") ? gzipSync(changed) : changed);
      await assert.rejects(validate(file), name);
      await writeFile(name, content);
    }
    await validate(file);
  });

  it("given two regions, then each signs its own chain with its own key", async () => {
    store.add(tinyRecord());
    store.add(tinyRecord({ awsRegion: "us-east-1" }));
    await trail.deliver();
    const [here, there] = await trail.digest();
    assert.ok(here !== undefined && there !== undefined);
    assert.notEqual((await validate(here)).digestPublicKeyFingerprint, (await validate(there, "us-east-1")).digestPublicKeyFingerprint);
    await assert.rejects(validate(there, "eu-central-1"));
  });

  it("given an upload, then each file is put once", async () => {
    await hourWith(tinyRecord());
    await trail.upload();
    await trail.upload();
    const local = await readdir(dir, { recursive: true });
    assert.deepEqual(uploaded.map(({ key }) => key).sort(), local.filter((file) => file.endsWith(".gz")).map((file) => file.split(path.sep).join("/")).sort());
  });
});
