import assert from "node:assert/strict";
import { classifyFailure } from "../../../automation/refresh/classifyFailure";

describe("a failure's code", () => {
  for (const [message, code] of [
    ["getting stack configuration: get stack secrets manager: incorrect passphrase", "passphrase"],
    ["passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables", "passphrase"],
    ["no resource plugin 'pulumi-resource-aws' found in the workspace at version v7.48.0 or on your $PATH", "plugin-missing"],
    ["load plugin for fake provider 'default': could not find latest version for provider fake: Get \"https://…\": no such host", "plugin-missing"],
    ["configure provider 'default': ExpiredToken: The security token included in the request is expired", "credentials-expired"],
    ["unable to validate AWS credentials. Details: no valid credential sources found", "credentials"],
    ["operation error STS: GetCallerIdentity, api error InvalidClientTokenId", "credentials"],
    ["AccessDenied: User: arn:aws:iam::1:user/x is not authorized to perform: s3:GetBucketTagging", "denied"],
    ["operation error SNS: GetTopicAttributes, https response error StatusCode: 403, api error AuthorizationError: User is not allowed", "denied"],
    ["operation error EC2: DescribeInstances, api error UnauthorizedOperation: You are not authorized to perform this operation.", "denied"],
    ["operation error DynamoDB: DescribeTable, api error ExpiredTokenException: The security token included in the request is expired", "credentials-expired"],
    ["The configured AWS credentials are invalid or have expired.", "credentials"],
    ["unable to validate AWS credentials. Details: IAM Role (arn:aws:iam::1:role/x) cannot be assumed.", "credentials"],
    ["the SSO session has expired or is invalid", "credentials-expired"],
    ["unable to validate AWS credentials. Details: operation error STS: GetCallerIdentity, exceeded maximum number of attempts, 3, request send failed, Post \"https://sts.eu-west-9.amazonaws.com/\": dial tcp: lookup sts.eu-west-9.amazonaws.com: no such host", "unreachable"],
    ["unable to validate AWS credentials. Details: dial tcp 10.0.0.1:443: connect: connection refused", "unreachable"],
    ["error reading from server: EOF", "refresh-failed"],
    ["reading secretsmanager secret: throttled", "refresh-failed"],
  ] as const) {
    it(`of "${message}" is ${code}`, () => {
      assert.equal(classifyFailure(message), code);
    });
  }
});
