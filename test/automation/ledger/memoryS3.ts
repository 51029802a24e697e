import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3ServiceException, type S3Client } from "@aws-sdk/client-s3";
import { sdkStreamMixin } from "@smithy/core/serde";
import type { AwsClientStub } from "aws-sdk-client-mock";

const PAGE = 1_000;

/** A bucket in memory that honours `IfNoneMatch: "*"`, and gives listings in pages. */
export function memoryS3(sdk: AwsClientStub<S3Client>): ReadonlyMap<string, Buffer> {
  const objects = new Map<string, Buffer>();
  sdk.on(PutObjectCommand).callsFake(async ({ Key: key = "", Body: body, IfNoneMatch: condition }: { readonly Key?: string; readonly Body?: Uint8Array; readonly IfNoneMatch?: string }) => {
    const bytes = await buffer(Readable.from([body ?? ""]));
    if (condition === "*" && objects.has(key)) throw serviceError("PreconditionFailed");
    objects.set(key, bytes);
    return {};
  });
  sdk.on(GetObjectCommand).callsFake(({ Key: key = "" }: { readonly Key?: string }) => {
    const found = objects.get(key);
    if (found === undefined) throw new NoSuchKey({ message: "no", $metadata: {} });
    return { Body: sdkStreamMixin(Readable.from([found])) };
  });
  sdk.on(ListObjectsV2Command).callsFake(({ Prefix: prefix = "", StartAfter: start = "", ContinuationToken: token = start }: { readonly Prefix?: string; readonly StartAfter?: string; readonly ContinuationToken?: string }) => {
    const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > token).toSorted();
    const page = keys.slice(0, PAGE);
    return { Contents: page.map((Key) => ({ Key })), ...(keys.length > PAGE && { NextContinuationToken: page.at(-1) }) };
  });
  return objects;
}

export function serviceError(name: string, message = "no"): S3ServiceException {
  return new S3ServiceException({ name, message, $fault: "client", $metadata: {} });
}
