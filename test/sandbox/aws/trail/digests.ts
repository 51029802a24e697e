import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { secondsOf } from "../callers";
import { sha256, trailKey, writeWhole, type LogFile, type TrailPlace } from "./files";
import type { SigningKey, SigningKeys } from "./signingKeys";

const compress = promisify(gzip);

/** A digest file as it was delivered. */
export interface Digest {
  readonly accountId: string;
  readonly region: string;
  readonly key: string;
  readonly hash: string;
  readonly signature: string;
  readonly endTime: Date;
}

/** The digest object's own metadata, `x-amz-meta-…` in S3. */
export interface DigestMetadata {
  readonly signature: string;
  readonly "signature-algorithm": typeof ALGORITHM;
}

const ALGORITHM = "SHA256withRSA";
const HOUR_MS = 3_600_000;

/**
 * Writes the digest of one account and region: what was delivered since the digest before, signed,
 * and chained to that one by its hash and its signature.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 *
 * A local file has no metadata. They lie beside it in `….json.gz.metadata.json`, as
 * `aws s3api head-object --query Metadata` prints them.
 */
export async function writeDigest(
  dir: string, place: TrailPlace, keys: SigningKeys, files: readonly LogFile[], previous: Digest | undefined, now: Date,
  [accountId, region]: readonly [accountId: string, region: string],
): Promise<Digest> {
  const endTime = laterThan(previous?.endTime, now);
  const signer = await keys.ofRegion(region);
  const key = digestKey(place, accountId, region, endTime);
  const content = Buffer.from(JSON.stringify({
    awsAccountId: accountId,
    digestStartTime: secondsOf(previous?.endTime ?? new Date(endTime.getTime() - HOUR_MS)),
    digestEndTime: secondsOf(endTime),
    digestS3Bucket: place.bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: signer.fingerprint,
    digestSignatureAlgorithm: ALGORITHM,
    newestEventTime: files.map(({ newestEventTime }) => newestEventTime).sort().at(-1) ?? null,
    oldestEventTime: files.map(({ oldestEventTime }) => oldestEventTime).sort()[0] ?? null,
    previousDigestS3Bucket: previous ? place.bucket : null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.hash ?? null,
    previousDigestHashAlgorithm: previous ? "SHA-256" : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: files.map((file) => ({
      s3Bucket: place.bucket,
      s3Object: file.key,
      hashValue: file.hash,
      hashAlgorithm: "SHA-256",
      newestEventTime: file.newestEventTime,
      oldestEventTime: file.oldestEventTime,
    })),
  }));
  const digest: Digest = { accountId, region, key, hash: sha256(content), signature: signDigest(signer, place, key, content, endTime, previous), endTime };
  await writeWhole(path.join(dir, key), await compress(content));
  await writeWhole(path.join(dir, `${key}.metadata.json`), Buffer.from(JSON.stringify(metadataOf(digest))));
  return digest;
}

export function metadataOf({ signature }: Digest): DigestMetadata {
  return { signature, "signature-algorithm": ALGORITHM };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html */
function signDigest(signer: SigningKey, place: TrailPlace, key: string, content: Buffer, endTime: Date, previous: Digest | undefined): string {
  return signer.sign([secondsOf(endTime), `${place.bucket}/${key}`, sha256(content), previous?.signature ?? "null"].join("\n"));
}

function digestKey(place: TrailPlace, accountId: string, region: string, endTime: Date): string {
  const stamp = secondsOf(endTime).replace(/[-:]/g, "");
  const name = `${accountId}_CloudTrail-Digest_${region}_${place.name}_${place.homeRegion}_${stamp}.json.gz`;
  return trailKey(place, accountId, region, "CloudTrail-Digest", endTime, name);
}

/** The end is in a digest's name, to the second: no two digests of a chain may share it. */
function laterThan(previous: Date | undefined, now: Date): Date {
  return previous && now.getTime() - previous.getTime() < 1000 ? new Date(previous.getTime() + 1000) : now;
}
