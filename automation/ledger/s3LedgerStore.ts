import type * as S3 from "@aws-sdk/client-s3";
import pLimit from "p-limit";
import { connectS3 } from "../estate/s3Client";
import type { S3Location } from "../estate/s3Location";
import { LedgerError } from "./ledgerError";
import type { LedgerStore } from "./ledgerStore";

// The SDK keeps 50 connections for all of one client; more at once only wait in memory.
const AT_ONCE = 16;
// "On a 409 failure, retry the upload": https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
const CONFLICTS = 5;

export interface S3LedgerOptions {
  /** For AWS_ACCESS_KEY_ID…, AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL_S3; what it does not name the SDK finds by itself. */
  readonly env: Readonly<Record<string, string>>;
}

type Right = "s3:GetObject" | "s3:PutObject" | "s3:ListBucket";

/**
 * A ledger below a prefix of a bucket. It needs `s3:ListBucket` on the bucket, and `s3:GetObject` and `s3:PutObject` on
 * the prefix. The SDK is loaded with the first question, and repeats what fails in passing. Nothing is ever deleted. Ctrl-C
 * does not stop it: what was done until then is recorded.
 */
export function s3LedgerStore(location: S3Location, { env }: S3LedgerOptions): LedgerStore {
  const { bucket, prefix } = location;
  const turn = pLimit(AT_ONCE);
  let requests = 0;
  let opened: Promise<Opened> | undefined;
  const connect = async () => {
    const sdk = await import("@aws-sdk/client-s3");
    return { sdk, client: connectS3(sdk, location, env, () => requests++) };
  };
  const ask = <T>(right: Right, question: (opened: Opened) => Promise<T>): Promise<T> =>
    turn(async () => {
      try {
        return await question(await (opened ??= connect()));
      } catch (error) {
        throw describeFailure(error, location, right);
      }
    });
  const put = ({ sdk, client }: Opened, key: string, bytes: Uint8Array, condition?: "*") =>
    client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: prefix + key, Body: bytes, ContentType: "application/json", ...(condition && { IfNoneMatch: condition }) }));

  const store: LedgerStore = {
    location: `s3://${bucket}/${prefix}`,
    read: (key) =>
      ask("s3:GetObject", async ({ sdk, client }) => {
        try {
          const { Body: body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: prefix + key }));
          return await body?.transformToByteArray();
        } catch (error) {
          if (error instanceof sdk.NoSuchKey) return undefined;
          throw error;
        }
      }),
    create: async (key, bytes) => {
      const isCreated = await ask("s3:PutObject", async (open) => {
        for (let conflict = 1; ; conflict++) {
          try {
            await put(open, key, bytes, "*");
            return true;
          } catch (error) {
            if (nameOf(error) === "PreconditionFailed") return false;
            if (nameOf(error) !== "ConditionalRequestConflict" || conflict === CONFLICTS) throw error;
          }
        }
      });
      // A request whose answer was lost is repeated by the SDK, and then finds its own work.
      return isCreated || Buffer.from(bytes).equals((await store.read(key)) ?? Buffer.alloc(0));
    },
    replace: async (key, bytes) => {
      await ask("s3:PutObject", (open) => put(open, key, bytes));
    },
    list: async (folder, after) => {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const page = await ask("s3:ListBucket", ({ sdk, client }) =>
          client.send(
            new sdk.ListObjectsV2Command({
              Bucket: bucket,
              Prefix: prefix + folder,
              ...(token === undefined && after !== undefined && { StartAfter: prefix + after }),
              ...(token !== undefined && { ContinuationToken: token }),
            }),
          ),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key: key }) => (key === undefined ? [] : [key.slice(prefix.length)])));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return keys.toSorted();
    },
    requests: () => requests,
  };
  return store;
}

interface Opened {
  readonly sdk: typeof S3;
  readonly client: S3.S3Client;
}

// Of what is not there S3 says so only to whoever may list the bucket, without a condition on the prefix; others are
// denied. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
const RIGHTS: Readonly<Record<Right, { readonly besides: string; readonly resource: (bucket: string, prefix: string) => string }>> = {
  "s3:GetObject": {
    besides: " (with s3:ListBucket, and with kms:Decrypt, where a key encrypts it)",
    resource: (bucket, prefix) => `s3:GetObject on ${bucket}/${prefix}*, and s3:ListBucket on ${bucket}`,
  },
  "s3:PutObject": { besides: " (with kms:GenerateDataKey, where a key encrypts it)", resource: (bucket, prefix) => `s3:PutObject on ${bucket}/${prefix}*` },
  "s3:ListBucket": { besides: "", resource: (bucket) => `s3:ListBucket on ${bucket}` },
};

function describeFailure(error: unknown, { bucket, prefix }: S3Location, right: Right): LedgerError {
  const where = `the ledger's bucket ${bucket}`;
  const because = (message: string, fix: string) => new LedgerError(message, fix, { cause: error });
  const again = "see that it can be reached, and scan again";
  switch (nameOf(error)) {
    case "NoSuchBucket":
      return because(`${where} does not exist`, `make it, or correct ledger.location, and scan again`);
    case "AccessDenied":
    case "Forbidden": {
      const { besides, resource } = RIGHTS[right];
      return because(`access to ${where} is denied: ${right}${besides} is needed`, `allow ${resource(`arn:aws:s3:::${bucket}`, prefix)}, and scan again`);
    }
    case "NotImplemented":
      return because(`${where} knows no conditional writes: two writers would destroy each other's entries`, "keep the ledger in a bucket of Amazon S3, or in a folder");
    case "TimeoutError":
      return because(`${where} does not answer`, again);
    default: {
      const code = error instanceof Error && "code" in error ? String(error.code) : nameOf(error);
      return because(`${where} cannot be used: ${firstLine(error) || code}`, again);
    }
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

// Some SDK errors quote a whole answer.
const LONGEST = 200;

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]?.trim().slice(0, LONGEST) ?? "";
}
