import type { PutRuleCommandInput, Target } from "@aws-sdk/client-eventbridge";
import * as aws from "@pulumi/aws";
import type { OutOfBandChange, TypeCase } from "./case";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

const rule = {
  Description: "Case",
  EventPattern: JSON.stringify({ source: ["aws.ec2"], detail: { state: ["running", "stopped"] } }),
  RoleArn: role("events"),
  ScheduleExpression: "rate(1 day)",
  State: "ENABLED",
} as const;

/** PutRule replaces the whole rule, so everything that stays is said again. */
function putRule(property: string, changed: Partial<PutRuleCommandInput>): OutOfBandChange {
  return {
    property,
    operation: "events:PutRule",
    make: async (services, { id }) => (await services.eventBridge()).putRule({ Name: id, ...rule, ...changed }),
    seen: { [property]: "update" },
  };
}

/** Puts the target as it is, but for this. */
function putTarget(property: string, changed: Partial<Target>, seen: OutOfBandChange["seen"] = { [property]: "update" }): OutOfBandChange {
  return {
    property,
    operation: "events:PutTargets",
    make: async (services, { text }) => {
      const events = await services.eventBridge();
      const { Targets = [] } = await events.listTargetsByRule({ Rule: text("rule") });
      await events.putTargets({ Rule: text("rule"), Targets: Targets.map((target) => ({ ...target, ...changed })) });
    },
    seen,
  };
}

const removeTarget: TypeCase["remove"] = async (services, { text }) =>
  (await services.eventBridge()).removeTargets({ Rule: text("rule"), Ids: [text("targetId")] });

const identity = { rule: "is part of the target's identity", targetId: "is part of the target's identity" };

const ruleOf = (name: string) => new aws.cloudwatch.EventRule(`${name}-rule`, { scheduleExpression: "rate(1 day)" });
const queueOf = (name: string) => new aws.sqs.Queue(`${name}-queue`);

export const cloudwatch: readonly TypeCase[] = [
  {
    token: "aws:cloudwatch/logGroup:LogGroup",
    name: "logs",
    declare: (name) =>
      new aws.cloudwatch.LogGroup(name, {
        name: "/case/logs",
        retentionInDays: 14,
        kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555",
        logGroupClass: "STANDARD",
        tags: { app: "case" },
      }),
    fixed: {
      name: "is the group's identity",
      logGroupClass: "cannot change",
    },
    changes: [
      {
        property: "kmsKeyId",
        operation: "logs:AssociateKmsKey",
        make: async (services, { id }) =>
          (await services.logs()).associateKmsKey({ logGroupName: id, kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/other" }),
        seen: { kmsKeyId: "update" },
      },
      {
        property: "kmsKeyId",
        operation: "logs:DisassociateKmsKey",
        make: async (services, { id }) => (await services.logs()).disassociateKmsKey({ logGroupName: id }),
        seen: { kmsKeyId: "update" },
      },
      {
        property: "retentionInDays",
        operation: "logs:PutRetentionPolicy",
        make: async (services, { id }) => (await services.logs()).putRetentionPolicy({ logGroupName: id, retentionInDays: 1 }),
        seen: { retentionInDays: "update" },
      },
      {
        property: "retentionInDays",
        operation: "logs:DeleteRetentionPolicy",
        make: async (services, { id }) => (await services.logs()).deleteRetentionPolicy({ logGroupName: id }),
        seen: { retentionInDays: "update" },
      },
      {
        property: "tags",
        operation: "logs:TagResource",
        make: async (services, { text }) => (await services.logs()).tagResource({ resourceArn: text("arn"), tags: { owner: "bob" } }),
        seen: { "tags.owner": "add", "tagsAll.owner": "add" },
      },
    ],
    remove: async (services, { id }) => (await services.logs()).deleteLogGroup({ logGroupName: id }),
  },
  {
    token: "aws:cloudwatch/eventRule:EventRule",
    name: "rule",
    declare: (name) =>
      new aws.cloudwatch.EventRule(name, {
        name: "case-rule",
        description: rule.Description,
        eventPattern: rule.EventPattern,
        roleArn: rule.RoleArn,
        scheduleExpression: rule.ScheduleExpression,
        state: rule.State,
        tags: { app: "case" },
      }),
    fixed: { name: "is the rule's identity" },
    changes: [
      putRule("description", { Description: "Changed" }),
      putRule("eventPattern", { EventPattern: JSON.stringify({ source: ["aws.ec2"] }) }),
      putRule("roleArn", { RoleArn: role("other") }),
      putRule("scheduleExpression", { ScheduleExpression: "rate(1 hour)" }),
      {
        ...putRule("description", {}),
        // Who names only the schedule loses the rest. A pattern that is gone the provider does not see.
        make: async (services, { id }) => (await services.eventBridge()).putRule({ Name: id, ScheduleExpression: rule.ScheduleExpression }),
        seen: { description: "update", roleArn: "update" },
      },
      {
        property: "state",
        operation: "events:DisableRule",
        make: async (services, { id }) => (await services.eventBridge()).disableRule({ Name: id }),
        seen: { state: "update" },
      },
      {
        property: "tags",
        operation: "events:UntagResource",
        make: async (services, { text }) => (await services.eventBridge()).untagResource({ ResourceARN: text("arn"), TagKeys: ["app"] }),
        seen: { "tags.app": "delete", "tagsAll.app": "delete" },
      },
    ],
    remove: async (services, { id }) => (await services.eventBridge()).deleteRule({ Name: id }),
  },
  {
    token: "aws:cloudwatch/eventRule:EventRule",
    name: "disabled-rule",
    declare: (name) => new aws.cloudwatch.EventRule(name, { name: "case-disabled", scheduleExpression: "rate(1 day)", isEnabled: false }),
    fixed: { name: "is the rule's identity", scheduleExpression: "is changed in another case" },
    changes: [
      {
        property: "isEnabled",
        operation: "events:EnableRule",
        make: async (services, { id }) => (await services.eventBridge()).enableRule({ Name: id }),
        seen: { isEnabled: "update" },
      },
    ],
    remove: async (services, { id }) => (await services.eventBridge()).deleteRule({ Name: id }),
  },
  {
    token: "aws:cloudwatch/eventTarget:EventTarget",
    name: "target",
    declare: (name) =>
      new aws.cloudwatch.EventTarget(name, {
        rule: ruleOf(name).name,
        targetId: "queue",
        arn: queueOf(name).arn,
        input: JSON.stringify({ hello: "world" }),
        roleArn: role("target"),
        deadLetterConfig: { arn: "arn:aws:sqs:eu-central-1:111122223333:dead" },
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 2 },
      }),
    fixed: identity,
    changes: [
      putTarget("arn", { Arn: "arn:aws:sqs:eu-central-1:111122223333:other" }),
      putTarget("input", { Input: JSON.stringify({ hello: "bob" }) }),
      putTarget("roleArn", { RoleArn: role("other") }),
      putTarget("deadLetterConfig", { DeadLetterConfig: { Arn: "arn:aws:sqs:eu-central-1:111122223333:other" } }, { "deadLetterConfig.arn": "update" }),
      putTarget(
        "retryPolicy", { RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 2 } },
        { "retryPolicy.maximumEventAgeInSeconds": "update" },
      ),
    ],
    remove: removeTarget,
  },
  {
    token: "aws:cloudwatch/eventTarget:EventTarget",
    name: "transformed",
    declare: (name) =>
      new aws.cloudwatch.EventTarget(name, {
        rule: ruleOf(name).name,
        arn: queueOf(name).arn,
        inputTransformer: { inputPaths: { id: "$.detail.id" }, inputTemplate: '{"id": <id>}' },
      }),
    fixed: { ...identity, arn: "is changed in another case" },
    changes: [
      putTarget(
        "inputTransformer", { InputTransformer: { InputPathsMap: { id: "$.id", at: "$.time" }, InputTemplate: '{"id": <id>}' } },
        { "inputTransformer.inputPaths.id": "update", "inputTransformer.inputPaths.at": "add" },
      ),
    ],
    remove: removeTarget,
  },
];
