import assert from "node:assert/strict";
import { parseBackendUrl } from "../../../automation/estate/backend";

describe("a backend's URL", () => {
  for (const [url, folder] of [
    ["file:///srv/state", "/srv/state"],
    ["file:///srv/my%20state", "/srv/my state"],
    ["file:///srv/state?metadata=skip", "/srv/state"],
    ["file://~", "/home/ann"],
    ["file://~/state", "/home/ann/state"],
    ["file://.", "/src/shop"],
    ["file://../state", "/src/state"],
    ["file:///srv/100%", "/srv/100%"],
  ] as const) {
    it(`${url} is the folder ${folder}`, () => {
      assert.deepEqual(parseBackendUrl(url, "/src/shop", "/home/ann"), { kind: "files", folder });
    });
  }

  for (const url of ["https://api.pulumi.com", "s3://bucket/prefix?role=arn:aws:iam::123456789012:role/x", "gs://bucket", "azblob://container"]) {
    it(`${url} is for the CLI`, () => {
      assert.deepEqual(parseBackendUrl(url, "/src/shop", "/home/ann"), { kind: "remote", url });
    });
  }
});
