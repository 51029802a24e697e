import type { ReportViolation, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { letsEverybodyIn } from "../exposure/policyGrants";
import { judgeEach, listAt, partOf, pick } from "./parts";
import { nist } from "./standards";
import { reportOff, turnOn, type Switch } from "./switches";

const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const BLOCKS: ReadonlySet<string> = new Set([BLOCK, "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"]);
const BUCKETS: ReadonlySet<string> = new Set(["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"]);
const ACLS: ReadonlySet<string> = new Set(["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"]);
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";

const SWITCHES: readonly Switch[] = [
  { property: "blockPublicAcls", on: true, off: "blockPublicAcls is off: a public ACL may be put on the bucket or its objects." },
  { property: "ignorePublicAcls", on: true, off: "ignorePublicAcls is off: public ACLs that are there count." },
  { property: "blockPublicPolicy", on: true, off: "blockPublicPolicy is off: a public bucket policy may be written." },
  { property: "restrictPublicBuckets", on: true, off: "restrictPublicBuckets is off: a public bucket policy that is there counts." },
];

/** What AWS calls public: everybody, and whoever has an AWS account, which everybody may have. */
const PUBLIC_ACL = /^(public-read|public-read-write|authenticated-read)$/;
const PUBLIC_GROUP = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

/**
 * The remediation closes the block of a bucket; that of an account speaks for buckets of other programs too. ACLs and
 * policies stay as they were written: behind the block they open nothing.
 */
export function awsS3BucketPublic(): ResourceValidationPolicy {
  return {
    name: "aws-s3-bucket-public",
    displayName: "No bucket is public",
    description: "Reports buckets whose public access block is not closed, and ACLs and bucket policies that let everybody in.",
    enforcementLevel: "advisory",
    severity: "critical",
    framework: nist("AC-3", "Access Enforcement"),
    tags: ["guardrail", "storage"],
    remediationSteps: "Set all four flags of the public access block, and publish through CloudFront or presigned URLs. At level remediate the flags of a bucket's block are set; an ACL or a policy is never changed.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    remediateResource: (args) => (args.type === BLOCK ? turnOn(args, SWITCHES) : undefined),
    validateResource: (args, reportViolation) => {
      if (BLOCKS.has(args.type)) reportOff(args, SWITCHES, reportViolation);
      else if (ACLS.has(args.type)) judgeAll(args, [judgeAcl, judgeAclPolicy], reportViolation);
      else if (BUCKETS.has(args.type)) judgeAll(args, [judgeAcl, judgeGrants, judgePolicy], reportViolation);
      else if (args.type === POLICY) judgePolicy(args, reportViolation);
    },
  };
}

type Judge = (args: ResourceValidationArgs, reportViolation: ReportViolation) => void;

function judgeAll(args: ResourceValidationArgs, judges: readonly Judge[], reportViolation: ReportViolation): void {
  judgeEach(judges, (judge) => {
    judge(args, reportViolation);
  });
}

function judgeAcl({ props }: ResourceValidationArgs, reportViolation: ReportViolation): void {
  const acl = partOf(props, "acl");
  if (typeof acl === "string" && PUBLIC_ACL.test(acl)) reportViolation(`acl is ${acl}: everybody may come in.`);
}

function judgeGrants({ props }: ResourceValidationArgs, reportViolation: ReportViolation): void {
  judgeEach(listAt(props, "grants"), (grant, index) => {
    if (isPublicGroup(grant)) reportViolation(`grants[${index}] lets everybody in.`);
  });
}

function judgeAclPolicy({ props }: ResourceValidationArgs, reportViolation: ReportViolation): void {
  judgeEach(listAt(partOf(props, "accessControlPolicy"), "grants"), (grant, index) => {
    if (isPublicGroup(partOf(grant, "grantee"))) reportViolation(`accessControlPolicy.grants[${index}] lets everybody in.`);
  });
}

function isPublicGroup(grantee: unknown): boolean {
  const uri = partOf(grantee, "uri");
  return typeof uri === "string" && PUBLIC_GROUP.test(uri);
}

function judgePolicy({ props }: ResourceValidationArgs, reportViolation: ReportViolation): void {
  const { policy } = pick(props, "policy");
  if (letsEverybodyIn(policy)) reportViolation("policy lets everybody in: a statement allows the principal * without a condition that bounds who that is.");
}
