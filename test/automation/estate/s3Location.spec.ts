import assert from "node:assert/strict";
import fc from "fast-check";
import { parseS3Url, type S3Location } from "../../../automation/estate/s3Location";

const plain: S3Location = { bucket: "states", prefix: "", pathStyle: false };

describe("an s3:// URL", () => {
  for (const [url, location] of [
    ["s3://states", plain],
    ["s3://states/", plain],
    ["s3://states/team/a", { ...plain, prefix: "team/a/" }],
    ["s3://states/my%20team/", { ...plain, prefix: "my team/" }],
    ["s3://states?region=eu-west-1&profile=ci", { ...plain, region: "eu-west-1", profile: "ci" }],
    ["s3://states?awssdk=v2&ssetype=AES256&kmskeyid=alias/x&request_checksum_calculation=when_required", plain],
    ["s3://states?s3ForcePathStyle=true", { ...plain, pathStyle: true }],
    ["s3://states?use_path_style=1", { ...plain, pathStyle: true }],
    ["s3://states?disableSSL=false", plain],
    // As pkg/backend/diy/legacy_s3_params_test.go of the CLI has it.
    ["s3://states?endpoint=minio:9000", { ...plain, endpoint: "https://minio:9000" }],
    ["s3://states?endpoint=minio:9000&disableSSL=true&s3ForcePathStyle=true", { ...plain, endpoint: "http://minio:9000", pathStyle: true }],
    ["s3://states?endpoint=https://minio:9000&disableSSL=true", { ...plain, endpoint: "https://minio:9000" }],
    ["s3://states?endpoint=https://minio:9000&disable_https=true", { ...plain, endpoint: "http://minio:9000" }],
  ] as const) {
    it(`${url} is understood`, () => {
      assert.deepEqual(parseS3Url(url), location);
    });
  }

  for (const [why, url] of [
    ["assumes a role", "s3://states?role=arn:aws:iam::123456789012:role/x"],
    ["is read by nobody", "s3://states?anonymous=true"],
    ["goes without encryption to AWS", "s3://states?disableSSL=true"],
    ["has an unknown parameter", "s3://states?regoin=eu-west-1"],
    ["has a switch that is neither on nor off", "s3://states?use_path_style=maybe"],
    ["has no bucket", "s3://"],
    ["is none", "gs://states"],
  ] as const) {
    it(`that ${why} is left to the CLI`, () => {
      assert.equal(parseS3Url(url), undefined);
    });
  }

  it("law: is understood or left, whatever it says, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string().map((rest) => `s3://states/${rest}`), fc.string().map((rest) => `s3://states?${rest}`)), (url) => {
        const location = parseS3Url(url);
        assert.ok(location === undefined || location.prefix === "" || location.prefix.endsWith("/"));
      }),
    );
  });
});
