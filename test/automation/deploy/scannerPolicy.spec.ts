import assert from "node:assert/strict";
import { scannerPolicy } from "../../../automation/deploy/scannerPolicy";
import { scannerRights } from "../../../automation/deploy/scannerRights";
import { tokens } from "../../sandbox/provider/types";
import { allowedActions, statementsOf } from "./allowedActions";

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
  /^ecr:Get(AuthorizationToken|DownloadUrlForLayer)$/,
  /^iam:GetCredentialReport$/,
  /^sts:/,
  /^kms:(Decrypt|Encrypt|GenerateData|GetPublicKey|GetParameters)/,
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

  it("has a row for every type that the sandbox knows, and for no other", () => {
    const typed = Object.keys(scannerRights).flatMap((row) => row.split(", ")).filter((word) => word.startsWith("aws:"));
    assert.deepEqual(typed.toSorted(), [...tokens].toSorted());
  });

  describe("where a trail's bucket is to be read and other accounts are", () => {
    const trail = { bucket: "log-archive", prefix: "org", key: "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d" };
    const assumeRoles = ["arn:aws:iam::*:role/whodrift-scan"];
    const added = (...settings: Parameters<typeof scannerPolicy>) => statementsOf(scannerPolicy(...settings)).slice(1).map(({ Action, Resource }) => [Action.join(), Resource]);

    it("allows that for the files, the key and the roles that were named, and nothing besides", () => {
      assert.deepEqual(added({ trail, assumeRoles }), [
        ["s3:ListBucket", ["arn:aws:s3:::log-archive"]],
        ["s3:GetObject", ["arn:aws:s3:::log-archive/org/AWSLogs/*"]],
        ["cloudtrail:ListPublicKeys", "*"],
        ["kms:Decrypt", ["arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d"]],
        ["sts:AssumeRole", ["arn:aws:iam::*:role/whodrift-scan"]],
      ]);
    });

    it("allows no decryption without a key, and asks for the bucket in its partition", () => {
      assert.deepEqual(added({ trail: { bucket: "log-archive" } }, "aws-us-gov")[1], ["s3:GetObject", ["arn:aws-us-gov:s3:::log-archive/AWSLogs/*"]]);
      assert.equal(added({ trail: { bucket: "log-archive" } }).length, 3);
      assert.deepEqual(added({}), []);
    });
  });

  it("fits into a role", () => {
    assert.ok(scannerPolicy().length < INLINE_POLICY_LIMIT);
  });
});
