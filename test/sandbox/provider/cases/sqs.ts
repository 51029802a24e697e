import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Live, OutOfBandChange, TypeCase } from "./case";
import type { Services } from "../../services";

/** Sets one attribute, which the program calls by another name. */
function attribute(property: string, name: string, value: string): OutOfBandChange {
  return {
    property,
    operation: "sqs:SetQueueAttributes",
    make: async (services: Services, { id }: Live) => (await services.sqs()).setQueueAttributes({ QueueUrl: id, Attributes: { [name]: value } }),
    seen: { [property]: "update" },
  };
}

function dead(name: string): aws.sqs.Queue {
  return new aws.sqs.Queue(`${name}-dead`, { name: `case-${name}-dead` });
}

/** A call of its own kind for tags; the rest are attributes. */
const tagged: OutOfBandChange = {
  property: "tags",
  operation: "sqs:TagQueue",
  make: async (services, { id }) => (await services.sqs()).tagQueue({ QueueUrl: id, Tags: { owner: "bob" } }),
  seen: { "tags.owner": "add", "tagsAll.owner": "add" },
};

const remove: TypeCase["remove"] = async (services, { id }) => (await services.sqs()).deleteQueue({ QueueUrl: id });

const policy = (principal: string) => JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sqs:SendMessage", Resource: "*" }],
});

export const sqs: readonly TypeCase[] = [
  {
    token: "aws:sqs/queue:Queue",
    name: "queue",
    declare: (name) =>
      new aws.sqs.Queue(name, {
        name: "case-queue",
        visibilityTimeoutSeconds: 45,
        delaySeconds: 5,
        messageRetentionSeconds: 86400,
        maxMessageSize: 2048,
        receiveWaitTimeSeconds: 3,
        policy: policy("arn:aws:iam::111122223333:root"),
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead(name).arn, maxReceiveCount: 4 }),
        redriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }),
        kmsMasterKeyId: "alias/aws/sqs",
        kmsDataKeyReusePeriodSeconds: 300,
        tags: { app: "case" },
      }),
    fixed: { name: "is the queue's identity" },
    changes: [
      attribute("visibilityTimeoutSeconds", "VisibilityTimeout", "600"),
      attribute("delaySeconds", "DelaySeconds", "0"),
      attribute("messageRetentionSeconds", "MessageRetentionPeriod", "60"),
      attribute("maxMessageSize", "MaximumMessageSize", "1024"),
      attribute("receiveWaitTimeSeconds", "ReceiveMessageWaitTimeSeconds", "20"),
      attribute("policy", "Policy", policy("*")),
      {
        ...attribute("redrivePolicy", "RedrivePolicy", ""),
        // Whoever stops the dead letters leaves no value behind.
        seen: { redrivePolicy: "delete" },
      },
      attribute("redriveAllowPolicy", "RedriveAllowPolicy", JSON.stringify({ redrivePermission: "allowAll" })),
      attribute("kmsMasterKeyId", "KmsMasterKeyId", "alias/other"),
      // SQS's own encryption takes the key's place.
      { ...attribute("kmsMasterKeyId", "SqsManagedSseEnabled", "true"), seen: { kmsMasterKeyId: "delete" } },
      attribute("kmsDataKeyReusePeriodSeconds", "KmsDataKeyReusePeriodSeconds", "86400"),
      tagged,
    ],
    remove,
  },
  {
    token: "aws:sqs/queue:Queue",
    name: "fifo",
    declare: (name) =>
      new aws.sqs.Queue(name, {
        name: "case-queue.fifo",
        fifoQueue: true,
        contentBasedDeduplication: true,
        deduplicationScope: "messageGroup",
        fifoThroughputLimit: "perMessageGroupId",
        sqsManagedSseEnabled: true,
      }),
    fixed: { name: "is the queue's identity", fifoQueue: "a queue is made as one" },
    changes: [
      attribute("contentBasedDeduplication", "ContentBasedDeduplication", "false"),
      attribute("fifoThroughputLimit", "FifoThroughputLimit", "perQueue"),
      attribute("deduplicationScope", "DeduplicationScope", "queue"),
      attribute("sqsManagedSseEnabled", "SqsManagedSseEnabled", "false"),
    ],
    remove,
  },
];
