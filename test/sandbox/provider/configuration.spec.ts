import assert from "node:assert/strict";
import { isIgnoredTag, parseConfiguration } from "./configuration";

describe("the provider's settings", () => {
  it("are read as they stand in a state: all but texts are JSON in a text", () => {
    const settings = parseConfiguration({
      region: "eu-west-1",
      endpoints: '[{"sqs":"http://127.0.0.1:1","s3":""}]',
      assumeRoles: '[{"roleArn":"arn:aws:iam::1:role/scan","sessionName":"nightly"}]',
      defaultTags: '{"tags":{"env":"prod"}}',
      skipCredentialsValidation: "true",
      s3UsePathStyle: "true",
      version: "7.48.0",
    });
    assert.equal(settings.endpoints[0]?.["sqs"], "http://127.0.0.1:1");
    assert.deepEqual(settings.assumeRoles, [{ roleArn: "arn:aws:iam::1:role/scan", sessionName: "nightly" }]);
    assert.deepEqual(settings.defaultTags.tags, { env: "prod" });
    assert.deepEqual([settings.skipCredentialsValidation, settings.s3UsePathStyle], [true, true]);
  });

  it("name tags that are none of the provider's business", () => {
    const settings = parseConfiguration({ ignoreTags: '{"keys":["owner"],"keyPrefixes":["kubernetes.io/"]}' });
    assert.deepEqual(["owner", "owners", "kubernetes.io/a"].map((key) => isIgnoredTag(settings, key)), [true, false, true]);
    assert.equal(isIgnoredTag(parseConfiguration({}), "owner"), false);
  });

  it("name what is wrong", () => {
    assert.throws(() => parseConfiguration({ assumeRoles: '[{"sessionName":"x"}]' }), /roleArn/);
  });
});
