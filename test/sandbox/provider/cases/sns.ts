import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { OutOfBandChange, TypeCase } from "./case";

function ofTopic(property: string, AttributeName: string, AttributeValue: string): OutOfBandChange {
  return {
    property,
    operation: "sns:SetTopicAttributes",
    make: async (services, { id }) => (await services.sns()).setTopicAttributes({ TopicArn: id, AttributeName, AttributeValue }),
    seen: { [property]: "update" },
  };
}

function ofSubscription(property: string, AttributeName: string, AttributeValue: string): OutOfBandChange {
  return {
    property,
    operation: "sns:SetSubscriptionAttributes",
    make: async (services, { id }) =>
      (await services.sns()).setSubscriptionAttributes({ SubscriptionArn: id, AttributeName, AttributeValue }),
    seen: { [property]: "update" },
  };
}

const policy = (principal: string) => JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sns:Publish", Resource: "*" }],
});

const retries = (numRetries: number) =>
  JSON.stringify({ http: { defaultHealthyRetryPolicy: { minDelayTarget: 20, maxDelayTarget: 20, numRetries } } });

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

const deleteTopic: TypeCase["remove"] = async (services, { id }) => (await services.sns()).deleteTopic({ TopicArn: id });

export const sns: readonly TypeCase[] = [
  {
    token: "aws:sns/topic:Topic",
    name: "topic",
    declare: (name) =>
      new aws.sns.Topic(name, {
        name: "case-topic",
        displayName: "Case",
        policy: policy("arn:aws:iam::111122223333:root"),
        kmsMasterKeyId: "alias/aws/sns",
        deliveryPolicy: retries(3),
        signatureVersion: 2,
        tracingConfig: "Active",
        sqsSuccessFeedbackRoleArn: role("success"),
        sqsSuccessFeedbackSampleRate: 50,
        sqsFailureFeedbackRoleArn: role("failure"),
        tags: { app: "case" },
      }),
    fixed: { name: "is the topic's identity" },
    changes: [
      ofTopic("displayName", "DisplayName", "Changed"),
      ofTopic("policy", "Policy", policy("*")),
      { ...ofTopic("kmsMasterKeyId", "KmsMasterKeyId", ""), seen: { kmsMasterKeyId: "delete" } },
      ofTopic("deliveryPolicy", "DeliveryPolicy", retries(9)),
      ofTopic("signatureVersion", "SignatureVersion", "1"),
      ofTopic("tracingConfig", "TracingConfig", "PassThrough"),
      ofTopic("sqsSuccessFeedbackRoleArn", "SQSSuccessFeedbackRoleArn", role("other")),
      ofTopic("sqsSuccessFeedbackSampleRate", "SQSSuccessFeedbackSampleRate", "0"),
      { ...ofTopic("sqsFailureFeedbackRoleArn", "SQSFailureFeedbackRoleArn", ""), seen: { sqsFailureFeedbackRoleArn: "delete" } },
      ofTopic("sqsFailureFeedbackRoleArn", "SQSFailureFeedbackRoleArn", role("other")),
      {
        property: "tags",
        operation: "sns:TagResource",
        make: async (services, { id }) => (await services.sns()).tagResource({ ResourceArn: id, Tags: [{ Key: "app", Value: "bob's" }] }),
        seen: { "tags.app": "update", "tagsAll.app": "update" },
      },
    ],
    remove: deleteTopic,
  },
  {
    token: "aws:sns/topic:Topic",
    name: "fifo-topic",
    declare: (name) => new aws.sns.Topic(name, { name: "case-topic.fifo", fifoTopic: true, contentBasedDeduplication: true }),
    fixed: { name: "is the topic's identity", fifoTopic: "a topic is made as one" },
    changes: [ofTopic("contentBasedDeduplication", "ContentBasedDeduplication", "false")],
    remove: deleteTopic,
  },
  {
    token: "aws:sns/topicSubscription:TopicSubscription",
    name: "subscription",
    declare: (name) => {
      const queue = new aws.sqs.Queue(`${name}-queue`);
      return new aws.sns.TopicSubscription(name, {
        topic: new aws.sns.Topic(`${name}-topic`).arn,
        protocol: "sqs",
        endpoint: queue.arn,
        filterPolicy: JSON.stringify({ kind: ["order", "refund"] }),
        filterPolicyScope: "MessageAttributes",
        rawMessageDelivery: true,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: queue.arn }),
      });
    },
    fixed: {
      topic: "is part of the subscription's identity",
      protocol: "is part of the subscription's identity",
      endpoint: "is part of the subscription's identity",
    },
    changes: [
      ofSubscription("filterPolicy", "FilterPolicy", JSON.stringify({ kind: ["order"] })),
      ofSubscription("filterPolicyScope", "FilterPolicyScope", "MessageBody"),
      ofSubscription("rawMessageDelivery", "RawMessageDelivery", "false"),
      ofSubscription("redrivePolicy", "RedrivePolicy", JSON.stringify({ deadLetterTargetArn: "arn:aws:sqs:eu-central-1:111122223333:other" })),
    ],
    remove: async (services, { id }) => (await services.sns()).unsubscribe({ SubscriptionArn: id }),
  },
];
