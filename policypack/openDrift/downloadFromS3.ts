import { textWithin } from "./textWithin";

/** What the environment says; what it leaves open, the SDK finds by itself. */
export interface S3Access {
  readonly region?: string | undefined;
  /** Another maker's store; these have no host for each bucket. */
  readonly endpoint?: string | undefined;
}

/** As everywhere in AWS's tools. */
export function s3AccessFrom(env: Readonly<Record<string, string | undefined>>): S3Access {
  return { region: env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"], endpoint: env["AWS_ENDPOINT_URL_S3"] ?? env["AWS_ENDPOINT_URL"] };
}

/**
 * @param location `s3://bucket/key`
 * @returns undefined where there is none
 * @throws where the bucket cannot be reached or the object not be read; without s3:ListBucket AWS answers so, too, where there is none
 */
export async function downloadFromS3(location: string, { region, endpoint }: S3Access, signal: AbortSignal): Promise<string | undefined> {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
  if (bucket === undefined || key === undefined) throw new Error("it names no bucket and key");
  // The client takes a good part of a pack's start: whoever keeps the files elsewhere does not pay for it.
  const { GetObjectCommand, NoSuchKey, S3Client } = await import("@aws-sdk/client-s3");
  const client = new S3Client({
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    // The ledger's bucket is often in another region than what is deployed.
    followRegionRedirects: true,
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
    return Body === undefined ? undefined : await textWithin(Body.transformToWebStream());
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}
