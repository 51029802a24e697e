import assert from "node:assert/strict";
import { awsS3BucketPublic } from "../../../policypack/policies/awsS3BucketPublic";
import { judge, remediate, UNKNOWN } from "./runGuardrail";

const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ACCOUNT = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
const BUCKET = "aws:s3/bucket:Bucket";
const ACL = "aws:s3/bucketAcl:BucketAcl";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";

const policy = awsS3BucketPublic();
const closed = { bucket: "assets", blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::assets/*" };
const document = (given: object): string => JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...given }] });
const GROUPS = "http://acs.amazonaws.com/groups/global";

describe("aws-s3-bucket-public", () => {
  const open: readonly (readonly [what: string, type: string, props: object, said: readonly RegExp[]])[] = [
    ["a flag of the block that is off", BLOCK, { ...closed, blockPublicPolicy: false }, [/^blockPublicPolicy is off/]],
    ["flags that nobody set, which are off then", BLOCK, { bucket: "assets" }, [/^blockPublicAcls/, /^ignorePublicAcls/, /^blockPublicPolicy/, /^restrictPublicBuckets/]],
    ["the account's block", ACCOUNT, { ...closed, restrictPublicBuckets: false }, [/^restrictPublicBuckets is off/]],
    ["a public ACL of a bucket", BUCKET, { acl: "public-read" }, [/^acl is public-read/]],
    ["an ACL for whoever has an AWS account", ACL, { acl: "authenticated-read" }, [/^acl is authenticated-read/]],
    ["a grant to all users", ACL, { accessControlPolicy: { grants: [{ grantee: { id: "a" } }, { grantee: { uri: `${GROUPS}/AllUsers` } }] } }, [/^accessControlPolicy\.grants\[1\]/]],
    ["such a grant in the bucket itself", BUCKET, { grants: [{ uri: `${GROUPS}/AuthenticatedUsers`, permissions: ["READ"] }] }, [/^grants\[0\]/]],
    ["a policy for everybody", POLICY, { policy: document({}) }, [/^policy lets everybody in/]],
    ["a policy that is no text", POLICY, { policy: { Statement: [{ ...statement, Principal: { AWS: ["*"] } }] } }, [/^policy lets everybody in/]],
    ["a condition that bounds nobody", POLICY, { policy: document({ Condition: { Bool: { "aws:SecureTransport": "true" } } }) }, [/^policy lets everybody in/]],
  ];
  for (const [what, type, props, said] of open) {
    it(`reports ${what}`, async () => {
      const verdict = await judge(policy, type, props);
      assert.deepEqual([verdict.said.length, verdict.unknown], [said.length, false]);
      said.forEach((pattern, index) => {
        assert.match(verdict.said[index] ?? "", pattern);
      });
    });
  }

  const shut: readonly (readonly [what: string, type: string, props: object])[] = [
    ["a closed block", BLOCK, closed],
    ["flags in text", BLOCK, { ...closed, blockPublicAcls: "true" }],
    ["a private bucket", BUCKET, { acl: "private", grants: [{ id: "a", permissions: ["READ"] }] }],
    ["grants for log delivery", ACL, { acl: "log-delivery-write", accessControlPolicy: { grants: [{ grantee: { uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" } }] } }],
    ["a policy for an account", POLICY, { policy: document({ Principal: { AWS: "arn:aws:iam::111122223333:root" } }) }],
    ["a policy for an organisation", POLICY, { policy: document({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }) }],
    ["a denial for everybody", POLICY, { policy: document({ Effect: "Deny" }) }],
    ["a policy that is none", POLICY, { policy: "[secret]" }],
  ];
  for (const [what, type, props] of shut) {
    it(`is silent about ${what}`, async () => {
      assert.deepEqual(await judge(policy, type, props), { said: [], unknown: false });
    });
  }

  it("closes the block of a bucket, and nothing else of it", async () => {
    assert.deepEqual(await remediate(policy, BLOCK, { bucket: UNKNOWN, blockPublicAcls: false, blockPublicPolicy: true, skipDestroy: true }), { ...closed, bucket: UNKNOWN, skipDestroy: true });
    assert.equal(await remediate(policy, BLOCK, closed), "nothing");
  });

  it("changes neither an account's block nor an ACL nor a policy", async () => {
    for (const [type, props] of [[ACCOUNT, {}], [BUCKET, { acl: "public-read" }], [ACL, { acl: "public-read" }], [POLICY, { policy: document({}) }]] as const) {
      assert.equal(await remediate(policy, type, props), "nothing");
    }
  });

  describe("in a preview that does not know everything", () => {
    const unknown: readonly (readonly [what: string, type: string, props: object])[] = [
      ["the policy", POLICY, { policy: UNKNOWN }],
      ["a part of the policy", POLICY, { policy: { Statement: [{ ...statement, Principal: { AWS: UNKNOWN } }] } }],
      ["the ACL", ACL, { acl: UNKNOWN }],
      ["a grantee", ACL, { accessControlPolicy: { grants: [{ grantee: UNKNOWN }] } }],
    ];
    for (const [what, type, props] of unknown) {
      it(`says that it could not judge ${what}`, async () => {
        assert.deepEqual(await judge(policy, type, props), { said: [], unknown: true });
      });
    }

    it("still reports what it knows, before and after", async () => {
      const { said, unknown } = await judge(policy, BLOCK, { bucket: "b", blockPublicAcls: false, ignorePublicAcls: UNKNOWN, blockPublicPolicy: true, restrictPublicBuckets: false });
      assert.deepEqual([said.length, unknown], [2, true]);
      const bucket = await judge(policy, BUCKET, { acl: UNKNOWN, grants: [UNKNOWN, { uri: `${GROUPS}/AllUsers` }], policy: document({}) });
      assert.deepEqual([bucket.said.length, bucket.unknown], [2, true]);
    });

    it("remediates nothing that it does not know", async () => {
      assert.equal(await remediate(policy, BLOCK, { blockPublicAcls: UNKNOWN }), "unknown");
    });

    it("does not ask which bucket it is", async () => {
      assert.deepEqual(await judge(policy, POLICY, { bucket: UNKNOWN, policy: document({ Effect: "Deny" }) }), { said: [], unknown: false });
    });
  });
});
