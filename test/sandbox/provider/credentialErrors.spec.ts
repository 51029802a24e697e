import assert from "node:assert/strict";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { goText, rememberOperation } from "./awsErrors";
import { UnassumableRole, credentialsError } from "./credentialErrors";

describe("what the provider says of its credentials", () => {
  const refusal = (name: string, message: string) => Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 403, requestId: "r-1" } });

  it("names the call and AWS's answer as the SDK for Go does", async () => {
    const sts = new STSClient({ region: "eu-west-1", endpoint: "http://127.0.0.1:9", credentials: { accessKeyId: "a", secretAccessKey: "b" }, maxAttempts: 1 });
    sts.middlewareStack.use(rememberOperation);
    const error: unknown = await sts.send(new GetCallerIdentityCommand({})).catch((reason: unknown) => reason);
    assert.match(goText(error), /^operation error STS: GetCallerIdentity, exceeded maximum number of attempts, 3, .*dial tcp 127\.0\.0\.1:9: connect: connection refused$/);
    assert.match(credentialsError(error, undefined).message, /^unable to validate AWS credentials\.\nDetails: validating provider credentials: retrieving caller identity from STS: operation error STS/);
  });

  for (const [code, message] of [["InvalidClientTokenId", "The security token included in the request is invalid."], ["ExpiredToken", "The security token included in the request is expired"]] as const) {
    it(`calls them invalid or expired at ${code}, whoever said so`, () => {
      const error = refusal(code, message);
      assert.match(credentialsError(error, undefined).message, /^The configured AWS credentials are invalid or have expired\.\n/);
      assert.match(credentialsError(new UnassumableRole("arn:aws:iam::1:role/scan", error), undefined).message, /^The configured AWS credentials are invalid or have expired\.\n/);
    });
  }

  it("names the role that cannot be assumed, and the profile that is not there", () => {
    const role = credentialsError(new UnassumableRole("arn:aws:iam::1:role/scan", refusal("AccessDenied", "User: x is not authorized")), undefined);
    assert.match(role.message, /^unable to validate AWS credentials\.\nDetails: IAM Role \(arn:aws:iam::1:role\/scan\) cannot be assumed\.\n/);
    const none = Object.assign(new Error("Could not resolve credentials"), { name: "CredentialsProviderError" });
    assert.match(credentialsError(none, "prod").message, /^The AWS profile "prod" was not found\.\n/);
    assert.match(credentialsError(none, undefined).message, /^No valid credential sources found\.\n/);
  });
});
