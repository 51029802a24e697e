import assert from "node:assert/strict";
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { mockClient, type AwsClientStub } from "aws-sdk-client-mock";
import { BackendError } from "../../../automation/estate/backendError";
import { openS3 } from "../../../automation/estate/s3Store";

const env = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "x" };
const open = () => openS3({ bucket: "states", prefix: "team/", pathStyle: false }, { env });
const fails = (name: string, message = "no") => new S3ServiceException({ name, message, $fault: "client", $metadata: {} });

describe("a backend in S3", () => {
  let sdk: AwsClientStub<S3Client>;
  // Not sooner: every S3 client of this process is stubbed as long as it lasts.
  beforeEach(() => {
    sdk = mockClient(S3Client);
  });
  afterEach(() => {
    sdk.restore();
  });

  it("is listed page by page, below its prefix, whatever the depth", async () => {
    sdk.on(ListObjectsV2Command).resolves({ Contents: [{ Key: "team/.pulumi/stacks/shop/dev.json" }], NextContinuationToken: "next" });
    sdk.on(ListObjectsV2Command, { ContinuationToken: "next" }).resolves({ Contents: [{ Key: "team/.pulumi/stacks/shop/prod.json" }] });
    assert.deepEqual(await open().list(".pulumi/stacks/"), [".pulumi/stacks/shop/dev.json", ".pulumi/stacks/shop/prod.json"]);
    const asked = sdk.commandCalls(ListObjectsV2Command).map(({ args: [{ input }] }) => input);
    assert.deepEqual(asked, [{ Bucket: "states", Prefix: "team/.pulumi/stacks/" }, { Bucket: "states", Prefix: "team/.pulumi/stacks/", ContinuationToken: "next" }]);
  });

  it("finds a stack's files by one request, and takes neither a backup nor another stack's for one", async () => {
    const written = new Date("2026-07-31T05:00:00Z");
    const stem = ".pulumi/stacks/shop/dev";
    sdk.on(ListObjectsV2Command).resolves({ Contents: [".json", ".json.bak", ".json.gz", ".west.json", ".json.gz.bak"].map((ending) => ({ Key: `team/${stem}${ending}`, LastModified: written, ETag: ending })) });
    assert.deepEqual(await open().find(stem, [".json", ".json.gz", ".json.zst"]), [
      { key: `${stem}.json`, written: written.getTime(), mark: ".json" },
      { key: `${stem}.json.gz`, written: written.getTime(), mark: ".json.gz" },
    ]);
    assert.equal(sdk.calls().length, 1);
  });

  it("has nothing where there is no such object", async () => {
    sdk.on(GetObjectCommand).rejects(new NoSuchKey({ message: "no", $metadata: {} }));
    assert.equal(await open().read(".pulumi/stacks/shop/dev.json"), undefined);
  });

  for (const [error, reason] of [
    [fails("AccessDenied"), "access to the backend's bucket states is denied: s3:GetObject (and kms:Decrypt, where it is encrypted with a key) is needed"],
    [fails("NoSuchBucket"), "the backend's bucket states does not exist"],
    [fails("ExpiredToken", "The provided token has expired.\nRequest 4711"), "the backend's bucket states cannot be read: The provided token has expired."],
    [Object.assign(new Error("socket"), { name: "TimeoutError" }), "the backend's bucket states does not answer"],
    [Object.assign(new AggregateError([]), { code: "ECONNREFUSED" }), "the backend's bucket states cannot be read: ECONNREFUSED"],
    [fails("Odd", "x".repeat(10_000)), `the backend's bucket states cannot be read: ${"x".repeat(200)}`],
  ] as const) {
    it(`says in one line, without a key: ${reason.slice(0, 100)}`, async () => {
      sdk.on(GetObjectCommand).rejects(error);
      await assert.rejects(open().read(".pulumi/stacks/shop/dev.json"), (thrown) => thrown instanceof BackendError && thrown.message === reason);
    });
  }
});
