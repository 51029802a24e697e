import type * as S3 from "@aws-sdk/client-s3";
import pLimit from "p-limit";
import { BackendError } from "./backendError";
import type { ObjectStore, StoredObject } from "./objectStore";
import type { Environment } from "./runPulumi";
import { connectS3 } from "./s3Client";
import type { S3Location } from "./s3Location";

// A state can have tens of megabytes; more at once only queue on the way into one process.
const AT_ONCE = 16;

export interface S3Options {
  /** For AWS_ACCESS_KEY_ID…, AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL_S3; what it does not name the SDK finds by itself. */
  readonly env: Environment;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A backend in S3. It needs `s3:ListBucket` on the bucket and `s3:GetObject` on its objects, and asks once for each
 * thousand keys of a folder. The SDK is loaded with the first question, and repeats what fails in passing.
 */
export function openS3(location: S3Location, { env, signal }: S3Options): ObjectStore {
  const { bucket, prefix } = location;
  const turn = pLimit(AT_ONCE);
  let requests = 0;
  let opened: Promise<Opened> | undefined;
  const connect = async () => {
    const sdk = await import("@aws-sdk/client-s3");
    return { sdk, client: connectS3(sdk, location, env, () => requests++) };
  };
  const ask = <T>(doing: string, question: (opened: Opened) => Promise<T>): Promise<T> =>
    turn(async () => {
      try {
        return await question(await (opened ??= connect()));
      } catch (error) {
        throw new BackendError(describeFailure(error, bucket, doing), { cause: error });
      }
    });
  const send = { ...(signal && { abortSignal: signal }) };

  const listBelow = async (start: string, delimiter?: "/"): Promise<readonly StoredObject[]> => {
    const found: StoredObject[] = [];
    let token: string | undefined;
    do {
      const page = await ask("list", ({ sdk, client }) =>
        client.send(new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix + start, ...(delimiter && { Delimiter: delimiter }), ...(token !== undefined && { ContinuationToken: token }) }), send),
      );
      for (const { Key: key, LastModified: written, ETag: mark } of page.Contents ?? []) {
        if (key !== undefined) found.push({ key: key.slice(prefix.length), written: written?.getTime() ?? 0, mark: mark ?? "" });
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
  };

  return {
    list: async (folder) => (await listBelow(folder)).map(({ key }) => key),
    // One request, for keys that begin alike; it also brings their backups.
    find: async (stem, endings) => {
      const keys = new Set(endings.map((ending) => stem + ending));
      return (await listBelow(`${stem}.`, "/")).filter(({ key }) => keys.has(key));
    },
    read: (key) =>
      ask("read", async ({ sdk, client }) => {
        try {
          const { Body: body, ETag: mark } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: prefix + key }), send);
          return body && { bytes: await body.transformToByteArray(), mark: mark ?? "" };
        } catch (error) {
          if (error instanceof sdk.NoSuchKey) return undefined;
          throw error;
        }
      }),
    requests: () => requests,
  };
}

interface Opened {
  readonly sdk: typeof S3;
  readonly client: S3.S3Client;
}

/** One line that names no key, so that what keeps a hundred stacks from being read is one and the same reason. */
function describeFailure(error: unknown, bucket: string, doing: string): string {
  const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
  const code = error instanceof Error && "code" in error ? String(error.code) : name;
  const where = `the backend's bucket ${bucket}`;
  switch (name) {
    case "NoSuchBucket":
      return `${where} does not exist`;
    case "AccessDenied":
      return `access to ${where} is denied: ${doing === "list" ? "s3:ListBucket" : "s3:GetObject (and kms:Decrypt, where it is encrypted with a key)"} is needed`;
    case "TimeoutError":
      return `${where} does not answer`;
    case "AbortError":
      return `${where} was not read: the scan was interrupted`;
    default:
      return `${where} cannot be read: ${firstLine(message) || code}`;
  }
}

function firstLine(message: string): string {
  return message.split("\n")[0]?.trim().slice(0, LONGEST) ?? "";
}

// Some SDK errors quote a whole answer.
const LONGEST = 200;
