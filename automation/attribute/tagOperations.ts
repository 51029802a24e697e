import { splitType } from "./resourceServices";

const EC2 = ["CreateTags", "DeleteTags"];
const ADDED = ["AddTagsToResource", "RemoveTagsFromResource"];
const ADDED_SHORT = ["AddTags", "RemoveTags"];
const TAGGED = ["TagResource", "UntagResource"];

/** Event names by which each service records changed tags, by module: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const BY_MODULE: Readonly<Record<string, readonly string[]>> = {
  ec2: EC2,
  vpc: EC2,
  ebs: EC2,
  ec2transitgateway: EC2,
  redshift: EC2,
  s3: ["PutBucketTagging", "DeleteBucketTagging", ...TAGGED],
  sqs: ["TagQueue", "UntagQueue"],
  rds: ADDED,
  docdb: ADDED,
  neptune: ADDED,
  elasticache: ADDED,
  ssm: ADDED,
  alb: ADDED_SHORT,
  lb: ADDED_SHORT,
  elb: ADDED_SHORT,
  cloudtrail: ADDED_SHORT,
  route53: ["ChangeTagsForResource"],
  sns: TAGGED,
  kms: TAGGED,
  dynamodb: TAGGED,
  secretsmanager: TAGGED,
  ecs: TAGGED,
  ecr: TAGGED,
  eks: TAGGED,
  efs: [...TAGGED, ...EC2],
  sfn: TAGGED,
};

/** What can have changed tags of this type; none where that is not known. */
export function tagOperationsOf(type: string): readonly string[] {
  const { module, name } = splitType(type);
  // A role is tagged by `TagRole`, a user by `TagUser`.
  return module === "iam" ? [`Tag${name}`, `Untag${name}`] : (BY_MODULE[module] ?? []);
}
