import type { Services } from "../../sandbox/services";
import type { Live } from "../../sandbox/provider/cases/case";

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** A policy of the estate, and the call that puts another text in its place. */
export interface PolicyPlace {
  readonly resource: string;
  readonly policy: Policy;
  readonly put: (services: Services, live: Live, text: string) => Promise<unknown>;
}

export const ACCOUNT = "111122223333";
export const BUCKET = "calm-assets";
const root = `arn:aws:iam::${ACCOUNT}:root`;
const reader = `arn:aws:iam::${ACCOUNT}:user/calm-reader`;

const policyOf = (...statements: readonly Statement[]): Policy => ({ Version: "2012-10-17", Statement: statements });

/** On a resource that has a policy of its own; statements need no `Resource` in the places where `*` is right. */
const shared = (read: string, write: string, list: string, Resource: string | readonly string[] = "*"): Policy =>
  policyOf(
    { Sid: "Own", Effect: "Allow", Principal: { AWS: root }, Action: [read, write], Resource },
    { Sid: "Read", Effect: "Allow", Principal: { AWS: [reader, ACCOUNT] }, Action: read, Resource, Condition: { StringEquals: { "aws:PrincipalTag/team": ["a", "b"] } } },
    { Sid: "List", Effect: "Allow", Principal: { AWS: reader }, Action: [list], Resource },
  );

export const places: readonly PolicyPlace[] = [
  {
    resource: "role",
    policy: policyOf(
      { Effect: "Allow", Principal: { Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"] }, Action: "sts:AssumeRole" },
      { Effect: "Allow", Principal: { AWS: root }, Action: ["sts:AssumeRole", "sts:TagSession"] },
    ),
    put: async (services, { id }, PolicyDocument) => (await services.iam()).updateAssumeRolePolicy({ RoleName: id, PolicyDocument }),
  },
  {
    resource: "inline",
    policy: policyOf(
      { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectTagging"], Resource: [`arn:aws:s3:::${BUCKET}/*`] },
      { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${BUCKET}` },
    ),
    put: async (services, live, PolicyDocument) =>
      (await services.iam()).putRolePolicy({ RoleName: live.text("role"), PolicyName: live.text("name"), PolicyDocument }),
  },
  {
    resource: "managed",
    policy: policyOf(
      { Effect: "Allow", Action: ["sqs:SendMessage", "sqs:GetQueueUrl"], Resource: "*" },
      { Effect: "Deny", Action: ["sqs:PurgeQueue"], Resource: ["*"] },
    ),
    put: async (services, { id }, PolicyDocument) => (await services.iam()).createPolicyVersion({ PolicyArn: id, PolicyDocument, SetAsDefault: true }),
  },
  {
    resource: "bucket-policy",
    policy: shared("s3:GetObject", "s3:PutObject", "s3:GetObjectTagging", [`arn:aws:s3:::${BUCKET}/*`]),
    put: async (services, { id }, Policy) => (await services.s3()).putBucketPolicy({ Bucket: id, Policy }),
  },
  {
    resource: "queue",
    policy: shared("sqs:ReceiveMessage", "sqs:SendMessage", "sqs:GetQueueUrl"),
    put: async (services, { id }, Policy) => (await services.sqs()).setQueueAttributes({ QueueUrl: id, Attributes: { Policy } }),
  },
  {
    resource: "topic",
    policy: shared("sns:Subscribe", "sns:Publish", "sns:GetTopicAttributes"),
    put: async (services, { id }, AttributeValue) =>
      (await services.sns()).setTopicAttributes({ TopicArn: id, AttributeName: "Policy", AttributeValue }),
  },
  {
    resource: "key",
    policy: policyOf(
      { Sid: "Own", Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
      { Sid: "Use", Effect: "Allow", Principal: { AWS: reader }, Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: ["*"] },
    ),
    put: async (services, { id }, Policy) => (await services.kms()).putKeyPolicy({ KeyId: id, PolicyName: "default", Policy }),
  },
  {
    resource: "secret",
    policy: shared("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:DescribeSecret"),
    put: async (services, { id }, ResourcePolicy) => (await services.secretsManager()).putResourcePolicy({ SecretId: id, ResourcePolicy }),
  },
];

/** The policy that the program gives to a resource, as text. */
export function policyFor(resource: string): string {
  const place = places.find((one) => one.resource === resource);
  if (place === undefined) throw new Error(`${resource} has no policy`);
  return JSON.stringify(place.policy);
}

type Values = string | readonly string[];

/** Statements, and the values of their lists, in the opposite order. */
export function reordered(policy: Policy): string {
  return JSON.stringify({ ...policy, Statement: policy.Statement.toReversed().map((statement) => respell(statement, turn)) });
}

/** As a console's editor leaves it: lists for single values and the reverse, root ARNs for accounts and the reverse, indented. */
export function rewritten(policy: Policy): string {
  return JSON.stringify({ Statement: policy.Statement.map((statement) => respell(statement, (values) => exchange(rename(values)))), Version: policy.Version }, undefined, 4);
}

/** With the actions in another case, as people type them. */
export function recased(policy: Policy): string {
  return JSON.stringify({ ...policy, Statement: policy.Statement.map((statement) => ({ ...statement, Action: each(statement.Action, (action) => action.toLowerCase()) })) });
}

function respell(statement: Statement, spell: (values: Values) => Values): Statement {
  const { Principal, Action, Resource } = statement;
  return {
    ...statement,
    Action: spell(Action),
    ...(Resource === undefined ? {} : { Resource: spell(Resource) }),
    ...(typeof Principal === "object" ? { Principal: Object.fromEntries(Object.entries(Principal).map(([kind, values]) => [kind, spell(values)])) } : {}),
  };
}

function turn(values: Values): Values {
  return typeof values === "string" ? values : values.toReversed();
}

function exchange(values: Values): Values {
  if (typeof values === "string") return [values];
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
}

function rename(values: Values): Values {
  return each(values, (value) => (value === root ? ACCOUNT : value === ACCOUNT ? root : value));
}

function each(values: Values, change: (value: string) => string): Values {
  return typeof values === "string" ? change(values) : values.map(change);
}
