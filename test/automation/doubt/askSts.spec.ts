import assert from "node:assert/strict";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { mockClient, type AwsClientStub } from "aws-sdk-client-mock";
import { openStsCallers } from "../../../automation/doubt";
import { failure } from "../audit/shapes/eventHistory";

const ACCOUNT = "111122223333";
const login = { keys: { accessKeyId: "AKIA", secretAccessKey: "x" }, region: "eu-west-1" };

describe("asking STS whose credentials these are", () => {
  let sts: AwsClientStub<STSClient>;
  beforeEach(() => {
    sts = mockClient(STSClient);
  });
  afterEach(() => {
    sts.restore();
  });

  it("gives the account, is asked once for a login however often and at once it is needed, and counts", async () => {
    sts.on(GetCallerIdentityCommand).resolves({ Account: ACCOUNT });
    const callers = openStsCallers();
    assert.equal(callers.requests(), 0);
    const answers = await Promise.all([callers.whoIs(login), callers.whoIs({ ...login }), callers.whoIs({ ...login, region: "eu-west-2" })]);
    assert.deepEqual(answers, [{ account: ACCOUNT }, { account: ACCOUNT }, { account: ACCOUNT }]);
    assert.deepEqual([callers.requests(), sts.calls().length], [2, 2]);
  });

  for (const [name, message, unusable] of [
    ["ExpiredToken", "The security token included in the request is expired", "expired"],
    ["ExpiredTokenException", "The security token included in the request is expired", "expired"],
    ["CredentialsProviderError", "The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login", "expired"],
    ["InvalidClientTokenId", "The security token included in the request is invalid", "invalid"],
    ["SignatureDoesNotMatch", "The request signature we calculated does not match", "invalid"],
    ["CredentialsProviderError", "Could not resolve credentials using profile: [gone]", "missing"],
    ["AccessDenied", "User is not authorized to perform: sts:GetCallerIdentity", "denied"],
    ["TimeoutError", "connect ETIMEDOUT", "unreachable"],
    ["Error", "getaddrinfo ENOTFOUND sts.eu-west-9.amazonaws.com", "unreachable"],
  ] as const) {
    it(`says of ${name} ("${message}") that they are ${unusable}`, async () => {
      sts.on(GetCallerIdentityCommand).rejects(failure(name, message));
      assert.deepEqual(await openStsCallers().whoIs(login), { unusable });
    });
  }

  it("says that there are none where a profile is nowhere to be found, without a request", async () => {
    const callers = openStsCallers();
    assert.deepEqual(await callers.whoIs({ profile: "there-is-no-such-profile", region: "eu-west-1" }), { unusable: "missing" });
    assert.deepEqual([callers.requests(), sts.calls().length], [0, 0]);
  });
});
