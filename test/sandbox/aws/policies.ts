import type { JsonObject } from "../../../policypack/model/json";

/** What the people may do: each no more than the story needs, but for those who may do everything. */

export const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

/** Who may become whom, with the conditions that a careful owner sets. */
export function trusting(principal: JsonObject, action: string, condition?: JsonObject): string {
  return policy({ Effect: "Allow", Principal: principal, Action: action, ...(condition === undefined ? {} : { Condition: condition }) });
}

/** The pipeline makes whatever its programs declare, but leaves the organisation and the account's own settings alone. */
export const deploying = policy({ Effect: "Allow", NotAction: ["organizations:*", "account:*", "sso:*", "signin:*"], Resource: "*" });

/** The workflow tends queues, and starts the nightly scan. */
export function workflows(accountId: string): string {
  return policy(
    allow(["sqs:CreateQueue", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SetQueueAttributes"], [`arn:aws:sqs:*:${accountId}:*`]),
    allow(["sts:AssumeRole"], [`arn:aws:iam::${accountId}:role/whodrift-scan`]),
  );
}

/** First aid at night, which is more than it sounds. */
export const firstAid = policy(
  allow(
    [
      "ec2:AuthorizeSecurityGroupIngress", "ec2:DescribeSecurityGroups", "ec2:RevokeSecurityGroupIngress",
      "iam:GetRole", "iam:TagRole",
      "s3:DeleteBucket", "s3:GetBucketPolicy", "s3:ListBucket", "s3:PutObject",
      "sqs:DeleteQueue", "sqs:GetQueueUrl", "sqs:SetQueueAttributes", "sqs:TagQueue",
      "ssm:PutParameter",
    ],
    ["*"],
  ),
);

function allow(actions: readonly string[], resources: readonly string[]): JsonObject {
  return { Effect: "Allow", Action: actions, Resource: resources };
}

function policy(...statements: readonly JsonObject[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
