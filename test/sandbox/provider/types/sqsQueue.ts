import { z } from "zod";
import { documentOutput } from "../policyDocument";
import { resourceType } from "../resourceType";
import { tagChanges, tagOutputs, tagsAll } from "../tags";

const inputs = z.object({
  name: z.string(),
  delaySeconds: z.number(),
  fifoQueue: z.boolean(),
  contentBasedDeduplication: z.boolean(),
  deduplicationScope: z.string().optional(),
  fifoThroughputLimit: z.string().optional(),
  kmsDataKeyReusePeriodSeconds: z.number().optional(),
  kmsMasterKeyId: z.string().optional(),
  maxMessageSize: z.number(),
  messageRetentionSeconds: z.number(),
  policy: z.string().optional(),
  receiveWaitTimeSeconds: z.number(),
  redriveAllowPolicy: z.string().optional(),
  redrivePolicy: z.string().optional(),
  sqsManagedSseEnabled: z.boolean().optional(),
  tagsAll,
  visibilityTimeoutSeconds: z.number(),
});

const fifoNames = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  deduplicationScope: "DeduplicationScope",
  fifoThroughputLimit: "FifoThroughputLimit",
} as const;

const names = {
  delaySeconds: "DelaySeconds",
  kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redriveAllowPolicy: "RedriveAllowPolicy",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
} as const;

/** As SQS wants them: every value a text. A standard queue may not have those of a FIFO queue, whatever their values. */
function attributesOf(queue: Readonly<Record<string, unknown>>): Record<string, string> {
  const all = queue["fifoQueue"] === true ? { ...names, ...fifoNames } : names;
  const set = Object.entries(all).filter(([property]) => queue[property] !== undefined);
  return Object.fromEntries(set.map(([property, attribute]) => [attribute, String(queue[property])]));
}

export const sqsQueue = resourceType(inputs, {
  token: "aws:sqs/queue:Queue",
  autonamed: "name",
  defaults: {
    contentBasedDeduplication: false,
    delaySeconds: 0,
    fifoQueue: false,
    maxMessageSize: 262144,
    messageRetentionSeconds: 345600,
    receiveWaitTimeSeconds: 0,
    visibilityTimeoutSeconds: 30,
  },
  forceNew: ["name", "namePrefix", "fifoQueue", "region"],
  documents: ["policy", "redrivePolicy", "redriveAllowPolicy"],
  sets: [],
  computed: [
    "arn", "deduplicationScope", "fifoThroughputLimit", "kmsDataKeyReusePeriodSeconds", "policy", "redriveAllowPolicy", "redrivePolicy",
    "sqsManagedSseEnabled", "url",
  ],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
  async create(cloud, queue) {
    const sqs = await cloud.sqs();
    const fifo = queue.fifoQueue ? { FifoQueue: "true" } : {};
    const answer = await sqs.createQueue({ QueueName: queue.name, Attributes: { ...attributesOf(queue), ...fifo }, tags: queue.tagsAll });
    return answer.QueueUrl ?? "";
  },
  async read(cloud, { id, recorded }) {
    const sqs = await cloud.sqs();
    const [{ Attributes: live = {} }, { Tags: tags = {} }] = await Promise.all([
      sqs.getQueueAttributes({ QueueUrl: id, AttributeNames: ["All"] }),
      sqs.listQueueTags({ QueueUrl: id }),
    ]);
    const document = (text: string | undefined, property: string) => (text ? documentOutput(text, recorded[property]) : null);
    return {
      arn: live.QueueArn ?? "",
      contentBasedDeduplication: live.ContentBasedDeduplication === "true",
      deduplicationScope: live.DeduplicationScope ?? null,
      delaySeconds: Number(live.DelaySeconds),
      fifoQueue: live.FifoQueue === "true",
      fifoThroughputLimit: live.FifoThroughputLimit ?? null,
      kmsDataKeyReusePeriodSeconds: Number(live.KmsDataKeyReusePeriodSeconds ?? 300),
      maxMessageSize: Number(live.MaximumMessageSize),
      messageRetentionSeconds: Number(live.MessageRetentionPeriod),
      name: id.slice(id.lastIndexOf("/") + 1),
      receiveWaitTimeSeconds: Number(live.ReceiveMessageWaitTimeSeconds ?? 0),
      sqsManagedSseEnabled: live.SqsManagedSseEnabled === "true",
      url: id,
      visibilityTimeoutSeconds: Number(live.VisibilityTimeout),
      kmsMasterKeyId: live.KmsMasterKeyId ?? null,
      policy: document(live.Policy, "policy"),
      redriveAllowPolicy: document(live.RedriveAllowPolicy, "redriveAllowPolicy"),
      redrivePolicy: document(live.RedrivePolicy, "redrivePolicy"),
      ...tagOutputs(cloud, tags, recorded),
    };
  },
  async update(cloud, id, queue, recorded) {
    const sqs = await cloud.sqs();
    const before = attributesOf(recorded);
    // An empty text takes back the key that the program no longer sets. Policies that it does not set may be another resource's.
    const wanted = Object.entries({ [names.kmsMasterKeyId]: "", ...attributesOf(queue) });
    const changed = Object.fromEntries(wanted.filter(([name, value]) => (before[name] ?? "") !== value));
    if (Object.keys(changed).length > 0) await sqs.setQueueAttributes({ QueueUrl: id, Attributes: changed });
    const { set, remove } = tagChanges(recorded, queue.tagsAll);
    if (remove.length > 0) await sqs.untagQueue({ QueueUrl: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await sqs.tagQueue({ QueueUrl: id, Tags: set });
  },
  async delete(cloud, id) {
    await (await cloud.sqs()).deleteQueue({ QueueUrl: id });
  },
});
