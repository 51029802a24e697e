import { z } from "zod";
import { documentOutput } from "../policyDocument";
import { resourceType } from "../resourceType";
import { tagChanges, tagOutputs, tagsAll } from "../tags";

const inputs = z.object({
  name: z.string(),
  delaySeconds: z.number(),
  fifoQueue: z.boolean(),
  contentBasedDeduplication: z.boolean(),
  kmsMasterKeyId: z.string().optional(),
  maxMessageSize: z.number(),
  messageRetentionSeconds: z.number(),
  policy: z.string().optional(),
  receiveWaitTimeSeconds: z.number(),
  redrivePolicy: z.string().optional(),
  sqsManagedSseEnabled: z.boolean().optional(),
  tagsAll,
  visibilityTimeoutSeconds: z.number(),
});

const names = {
  delaySeconds: "DelaySeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
} as const;

/** As SQS wants them: every value a text. */
function attributesOf(queue: Readonly<Record<string, unknown>>): Record<string, string> {
  const set = Object.entries(names).filter(([property]) => queue[property] !== undefined);
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
  computed: ["arn", "url", "sqsManagedSseEnabled", "kmsDataKeyReusePeriodSeconds", "policy", "redrivePolicy", "redriveAllowPolicy"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
  async create(cloud, queue) {
    const sqs = await cloud.sqs();
    const fifo = queue.fifoQueue ? { FifoQueue: "true", ContentBasedDeduplication: String(queue.contentBasedDeduplication) } : {};
    const answer = await sqs.createQueue({ QueueName: queue.name, Attributes: { ...attributesOf(queue), ...fifo }, tags: queue.tagsAll });
    return answer.QueueUrl ?? "";
  },
  async read(cloud, { id, recorded }) {
    const sqs = await cloud.sqs();
    const [{ Attributes: live = {} }, { Tags: tags = {} }] = await Promise.all([
      sqs.getQueueAttributes({ QueueUrl: id, AttributeNames: ["All"] }),
      sqs.listQueueTags({ QueueUrl: id }),
    ]);
    return {
      arn: live.QueueArn ?? "",
      contentBasedDeduplication: live.ContentBasedDeduplication === "true",
      delaySeconds: Number(live.DelaySeconds),
      fifoQueue: live.FifoQueue === "true",
      kmsDataKeyReusePeriodSeconds: Number(live.KmsDataKeyReusePeriodSeconds ?? 300),
      maxMessageSize: Number(live.MaximumMessageSize),
      messageRetentionSeconds: Number(live.MessageRetentionPeriod),
      name: id.slice(id.lastIndexOf("/") + 1),
      receiveWaitTimeSeconds: Number(live.ReceiveMessageWaitTimeSeconds ?? 0),
      sqsManagedSseEnabled: live.SqsManagedSseEnabled === "true",
      url: id,
      visibilityTimeoutSeconds: Number(live.VisibilityTimeout),
      kmsMasterKeyId: live.KmsMasterKeyId ?? "",
      policy: documentOutput(live.Policy, recorded["policy"]),
      redrivePolicy: documentOutput(live.RedrivePolicy, recorded["redrivePolicy"]),
      ...tagOutputs(cloud, tags, recorded),
    };
  },
  async update(cloud, id, queue, recorded) {
    const sqs = await cloud.sqs();
    const before = attributesOf(recorded);
    // An empty text takes back what the program no longer sets; encryption is then AWS's choice.
    const unset = { [names.kmsMasterKeyId]: "", [names.policy]: "", [names.redrivePolicy]: "" };
    const wanted = Object.entries({ ...unset, ...attributesOf(queue) });
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
