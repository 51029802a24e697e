import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as sdk from "@aws-sdk/client-s3";
import { sdkStreamMixin } from "@smithy/core/serde";
import { mockClient } from "aws-sdk-client-mock";
import { Readable } from "node:stream";
import { z } from "zod";
import type { S3FolderOptions } from "../../../../automation/audit/s3Folder";
import { newSigningKeys } from "../../../sandbox/aws/trail/signingKeys";
import { newTrailStore } from "../../../sandbox/aws/trail/store";
import { tinyRecord } from "../../../sandbox/aws/trail/tinyRecord";
import { openTrail } from "../../../sandbox/aws/trail/trail";

export const BUCKET = "archive";
const PublicKeys = z.object({ PublicKeyList: z.array(z.object({ Value: z.string(), Fingerprint: z.string() })) });

/** An organisation's trail in another account's bucket, as CloudTrail would have filled it, answered from memory. */
export async function fillBucket(hours: readonly (readonly Parameters<typeof tinyRecord>[0][])[], start: Date) {
  const dir = await mkdtemp(path.join(tmpdir(), "whodrift-bucket-"));
  try {
    let now = start;
    const store = newTrailStore();
    const keys = newSigningKeys(start);
    const trail = openTrail({ place: { name: "org", homeRegion: "us-east-1", bucket: BUCKET, prefix: "logs", organizationId: "o-exampleorgid" }, dir, store, keys, clock: () => now, randomName: () => "RANDOM0000000000", putObjects: () => Promise.resolve() });
    for (const records of hours) {
      for (const record of records) store.add(tinyRecord(record));
      await trail.deliver();
      now = new Date(now.getTime() + 3_600_000);
      await trail.digest();
    }
    const objects = new Map<string, Uint8Array>();
    for (const name of await readdir(dir, { recursive: true })) if (/\.(gz|metadata\.json)$/.test(name)) objects.set(name.split(path.sep).join("/"), await readFile(path.join(dir, name)));
    const listPublicKeys = async (region: string) => new Map(PublicKeys.parse(await keys.list(region)).PublicKeyList.map(({ Fingerprint, Value }) => [Fingerprint, Buffer.from(Value, "base64")] as const));
    return { objects, listPublicKeys, ...serve(objects) };
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** Two keys a page, so that nobody reads only the first. */
const PAGE = 2;

function serve(objects: ReadonlyMap<string, Uint8Array>) {
  const client = new sdk.S3Client({ region: "us-east-1" });
  const aws = mockClient(client);
  aws.on(sdk.ListObjectsV2Command).callsFake(({ Bucket, Prefix, StartAfter, ContinuationToken }: sdk.ListObjectsV2CommandInput) => {
    const all = [...objects.keys()].filter((key) => Bucket === BUCKET && key.endsWith(".gz") && key.startsWith(Prefix ?? "") && key > (ContinuationToken ?? StartAfter ?? "")).sort();
    const page = all.slice(0, PAGE);
    return { Contents: page.map((Key) => ({ Key })), ...(all.length > PAGE && { NextContinuationToken: page.at(-1) }) };
  });
  aws.on(sdk.GetObjectCommand).callsFake(({ Key = "" }: sdk.GetObjectCommandInput) => {
    const metadata = objects.get(`${Key}.metadata.json`);
    return { Body: sdkStreamMixin(Readable.from([objects.get(Key)])), ...(metadata && { Metadata: JSON.parse(Buffer.from(metadata).toString()) as unknown }) };
  });
  const connect: S3FolderOptions["connect"] = () => Promise.resolve({ sdk, client });
  return { aws, connect };
}
