import assert from "node:assert/strict";
import { providerLogin, providerRegion } from "../../../automation/doubt/providerLogin";
import type { JsonObject } from "../../../policypack/model";

const ENCRYPTED = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const own = { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "env-secret", AWS_SESSION_TOKEN: "env-token" };
const ownKeys = { accessKeyId: "AKIAENV", secretAccessKey: "env-secret", sessionToken: "env-token" };
const roleOf = (account: string) => ({ roleArn: `arn:aws:iam::${account}:role/deploy` });

describe("as whom a provider goes to AWS", () => {
  const table: readonly (readonly [string, JsonObject, Readonly<Record<string, string>>, ReturnType<typeof providerLogin>])[] = [
    ["the keys of the environment", {}, own, { login: { keys: ownKeys } }],
    ["the profile of the environment, where it has no keys", {}, { AWS_PROFILE: "ops" }, { login: { profile: "ops" } }],
    ["the keys of the environment before its profile, as the SDK for Go does", {}, { ...own, AWS_PROFILE: "ops" }, { login: { keys: ownKeys } }],
    ["whatever the SDK finds, where nothing is named", {}, { AWS_ACCESS_KEY_ID: "", AWS_PROFILE: "" }, { login: {} }],
    ["the profile that is recorded, before the environment's keys", { profile: "prod" }, own, { login: { profile: "prod" } }],
    ["the keys that are recorded, before all", { accessKey: "AKIASTATE", secretKey: "s", profile: "prod" }, own, { login: { keys: { accessKeyId: "AKIASTATE", secretAccessKey: "s" } } }],
    ["nobody that could be asked for, where the recorded keys are encrypted", { accessKey: "AKIASTATE", secretKey: ENCRYPTED }, own, { unknown: "the keys of its provider are encrypted in the state" }],
    ["the last role that it assumes", { assumeRoles: JSON.stringify([roleOf("111111111111"), roleOf("222222222222")]) }, own, { account: "222222222222" }],
    ["the role that it assumes, as earlier versions recorded it", { assumeRole: JSON.stringify(roleOf("111111111111")) }, own, { account: "111111111111" }],
    ["the role that it assumes by a token", { assumeRoleWithWebIdentity: JSON.stringify(roleOf("111111111111")) }, own, { account: "111111111111" }],
    ["itself, where the list of roles is empty", { assumeRoles: "[]" }, own, { login: { keys: ownKeys } }],
    ["nobody that could be named, where the role is encrypted", { assumeRoles: ENCRYPTED }, own, { unknown: "the role that its provider assumes cannot be read from the state" }],
    ["nobody that could be named, where the role is no JSON", { assumeRoles: "[{" }, own, { unknown: "the role that its provider assumes cannot be read from the state" }],
    ["itself, at the endpoint of the environment", {}, { ...own, AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, { login: { keys: ownKeys, stsEndpoint: "http://127.0.0.1:1" } }],
    ["itself, at the endpoint for STS rather than that for all", {}, { ...own, AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_ENDPOINT_URL_STS: "http://127.0.0.1:2" }, { login: { keys: ownKeys, stsEndpoint: "http://127.0.0.1:2" } }],
    ["itself, at the endpoint that is recorded", { endpoints: '[{"s3":"http://s3"},{"sts":"http://sts"}]' }, { ...own, AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, { login: { keys: ownKeys, stsEndpoint: "http://sts" } }],
  ];
  for (const [whom, inputs, env, login] of table) {
    it(`is ${whom}`, () => {
      assert.deepEqual(providerLogin(inputs, env), login);
    });
  }

  it("is there where its region is: recorded, else of the environment", () => {
    const env = { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-2" };
    assert.equal(providerRegion({ region: "eu-west-3" }, env), "eu-west-3");
    assert.equal(providerRegion({}, env), "eu-west-1");
    assert.equal(providerRegion({ region: "" }, { AWS_REGION: "", AWS_DEFAULT_REGION: "eu-west-2" }), "eu-west-2");
    assert.equal(providerRegion({}, {}), undefined);
  });
});
