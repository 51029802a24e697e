import { createHash, createPublicKey, verify } from "node:crypto";
import { z } from "zod";

const logFileSchema = z.object({ s3Bucket: z.string(), s3Object: z.string(), hashValue: z.string(), hashAlgorithm: z.literal("SHA-256") });

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html */
const digestSchema = z.object({
  digestEndTime: z.string(),
  digestS3Bucket: z.string(),
  digestS3Object: z.string(),
  digestPublicKeyFingerprint: z.string(),
  digestSignatureAlgorithm: z.literal("SHA256withRSA"),
  previousDigestS3Object: z.string().nullish(),
  previousDigestHashValue: z.string().nullish(),
  previousDigestSignature: z.string().nullish(),
  logFiles: z.array(logFileSchema),
});

/** A digest file as it was found. */
export interface FoundDigest {
  readonly key: string;
  /** Decompressed. */
  readonly content: Uint8Array;
  /** The object's metadata `signature`, in hexadecimal. */
  readonly signature: string | undefined;
}

export interface Proof {
  /** By the key of the log file: the sha256 of its content, as it was signed. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly gaps: readonly string[];
}

/**
 * Proves what one chain of digests says of its log files, step by step as AWS describes it: each digest lies where it
 * says, its signature is CloudTrail's, and it is the successor of the one before it.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 *
 * @param digests one after the other, as one trail wrote them for an account and region
 * @param publicKeys by fingerprint: DER of PKCS #1, as ListPublicKeys hands them out
 */
export function proveDigests(bucket: string, digests: readonly FoundDigest[], publicKeys: ReadonlyMap<string, Uint8Array>): Proof {
  const hashes = new Map<string, string>();
  const gaps: string[] = [];
  let previous: FoundDigest | undefined;
  for (const found of digests) {
    const checked = checkDigest(bucket, found, previous, publicKeys);
    previous = found;
    if (typeof checked === "string") {
      gaps.push(`the digest ${found.key} ${checked}`);
      continue;
    }
    for (const { s3Bucket, s3Object, hashValue } of checked) if (s3Bucket === bucket) hashes.set(s3Object, hashValue);
  }
  return { hashes, gaps };
}

/** @returns the log files, or what is wrong */
function checkDigest(bucket: string, { key, content, signature }: FoundDigest, previous: FoundDigest | undefined, publicKeys: ReadonlyMap<string, Uint8Array>): string | readonly z.infer<typeof logFileSchema>[] {
  const parsed = digestSchema.safeParse(parseJson(content));
  if (!parsed.success) return "is none";
  const digest = parsed.data;
  if (digest.digestS3Bucket !== bucket || digest.digestS3Object !== key) return "is not where it says that it is";
  const publicKey = publicKeys.get(digest.digestPublicKeyFingerprint);
  if (publicKey === undefined) return "is signed with a key that CloudTrail does not list";
  const signed = [digest.digestEndTime, `${bucket}/${key}`, sha256(content), digest.previousDigestSignature ?? "null"].join("\n");
  if (!isSigned(signed, signature ?? "", publicKey)) return "has no valid signature";
  if (previous === undefined) return digest.logFiles;
  if (digest.previousDigestS3Object !== previous.key) return `follows on ${digest.previousDigestS3Object ?? "none"}, which is not the one before it: the chain is broken`;
  const isSuccessor = digest.previousDigestHashValue === sha256(previous.content) && digest.previousDigestSignature === previous.signature;
  return isSuccessor ? digest.logFiles : `was made for another ${previous.key}: the chain is broken`;
}

function isSigned(text: string, signature: string, publicKey: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: "der", type: "pkcs1" });
    return verify("sha256", Buffer.from(text), key, Buffer.from(signature, "hex"));
  } catch {
    // No key at all: nothing is proven by it.
    return false;
  }
}

function parseJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(content));
  } catch {
    return undefined;
  }
}

function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

const DIGEST_NAME = /\/\d{12}_CloudTrail-Digest_[a-z0-9-]+_(.+)_\d{8}T\d{6}Z\.json\.gz$/;

/** The trail's name and home region: each trail has a chain of its own. Undefined where the key is no digest's. */
export function chainOf(key: string): string | undefined {
  return DIGEST_NAME.exec(key)?.[1];
}
