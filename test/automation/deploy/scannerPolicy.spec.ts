import assert from "node:assert/strict";
import { scannerPolicy } from "../../../automation/deploy/scannerPolicy";
import { allowedActions } from "./allowedActions";

/** Verbs that only read. AWS's own classes are finer, and are not in the names. */
const READING = /^[a-z0-9]+:(Get|List|Describe|Lookup)[A-Za-z]+$/;

/** They read what lies inside a resource, by a harmless verb. */
const READING_CONTENTS = [
  /^s3:GetObject/,
  /^s3:ListBucketVersions$/,
  /^dynamodb:(Get|List.*Records)/,
  /^kinesis:Get/,
  /^logs:(Get|Filter)/,
  /^secretsmanager:GetSecretValue$/,
  /^ssm:GetParameter(History|sByPath)$/,
  /^ec2:Get(ConsoleOutput|ConsoleScreenshot|PasswordData)$/,
  /^lambda:GetFunction$/,
  /^ecr:Get(AuthorizationToken|DownloadUrlForLayer)$/,
  /^iam:GetCredentialReport$/,
  /^sts:/,
  /^kms:/,
  /^sqs:ReceiveMessage$/,
];

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: all inline policies of a role together
const INLINE_POLICY_LIMIT = 10_240;

describe("the scanner's policy", () => {
  const actions = allowedActions(scannerPolicy());

  it("allows to read the audit trail", () => {
    assert.ok(actions.includes("cloudtrail:LookupEvents"));
  });

  it("allows nothing but reading: named actions without a wildcard, whose verb is Get, List, Describe or Lookup", () => {
    assert.deepEqual(actions.filter((action) => !READING.test(action)), []);
  });

  it("allows no action that reads contents", () => {
    assert.deepEqual(actions.filter((action) => READING_CONTENTS.some((contents) => contents.test(action))), []);
  });

  it("lists each action once, sorted, so that a review sees what was added", () => {
    assert.deepEqual(actions, [...new Set(actions)].sort());
  });

  it("fits into a role", () => {
    assert.ok(scannerPolicy().length < INLINE_POLICY_LIMIT);
  });
});
