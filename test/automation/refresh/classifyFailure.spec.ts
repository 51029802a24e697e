import assert from "node:assert/strict";
import { classifyFailure, isTransient } from "../../../automation/refresh/classifyFailure";

describe("a failure's code", () => {
  for (const [message, code] of [
    ["getting stack configuration: get stack secrets manager: incorrect passphrase", "passphrase"],
    ["passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables", "passphrase"],
    ["no resource plugin 'pulumi-resource-aws' found in the workspace at version v7.48.0 or on your $PATH", "plugin-missing"],
    ["load plugin for fake provider 'default': could not find latest version for provider fake: Get \"https://…\": no such host", "plugin-download"],
    ["could not load plugin for aws provider 'urn:pulumi:prod::shop::pulumi:providers:aws::default': error downloading provider aws to file: failed to download plugin: aws-7.48.0: 503 HTTP error fetching plugin from https://…", "plugin-download"],
    ["could not load plugin for random provider 'default': [resource plugin random-4.16.7] downloading from : failed to download plugin: random-4.16.7: failed all 5 attempts", "plugin-download"],
    ["error downloading provider aws to file: failed to download plugin: aws-7.48.0: 403 HTTP error fetching plugin from https://…", "plugin-missing"],
    ["Detected that /usr/bin/pulumi-resource-aws exited prematurely.", "provider-crashed"],
    ["reading SNS Topic (arn): operation error SNS: GetTopicAttributes, https response error StatusCode: 400, RequestID: 1, api error ThrottlingException: Rate exceeded", "throttled"],
    ["unable to validate AWS credentials. Details: operation error STS: GetCallerIdentity, https response error StatusCode: 400, api error Throttling: Rate exceeded", "throttled"],
    ["operation error EC2: DescribeVpcs, exceeded maximum number of attempts, 3, https response error StatusCode: 503, RequestID: 1, api error RequestLimitExceeded: Request limit exceeded.", "throttled"],
    ["operation error SQS: GetQueueAttributes, https response error StatusCode: 500, RequestID: 1, api error InternalFailure: An internal error has occurred", "service-failed"],
    ["operation error S3: HeadBucket, request send failed, Head \"https://b.s3.amazonaws.com/\": net/http: TLS handshake timeout", "unreachable"],
    ["AccessDenied: not authorized to read the topic slow-down-alarm", "denied"],
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
    ["error reading from server: EOF", "provider-crashed"],
    ["reading secretsmanager secret: throttled", "refresh-failed"],
  ] as const) {
    it(`of "${message}" is ${code}`, () => {
      assert.equal(classifyFailure(message), code);
    });
  }

  it("tells what may have passed from what stays until somebody does something", () => {
    const codes = ["throttled", "unreachable", "service-failed", "provider-crashed", "cli-killed", "plugin-download", "passphrase", "credentials", "plugin-missing", "timeout", "cancelled", "refresh-failed", "unheard-of"];
    assert.deepEqual(codes.filter(isTransient), codes.slice(0, 6));
  });
});
