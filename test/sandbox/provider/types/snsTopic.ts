import { z } from "zod";
import { documentOutput } from "../policyDocument";
import { resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";

const inputs = z.object({
  name: z.string(),
  fifoTopic: z.boolean(),
  contentBasedDeduplication: z.boolean(),
  deliveryPolicy: z.string().optional(),
  displayName: z.string().optional(),
  kmsMasterKeyId: z.string().optional(),
  policy: z.string().optional(),
  signatureVersion: z.number().optional(),
  sqsFailureFeedbackRoleArn: z.string().optional(),
  sqsSuccessFeedbackRoleArn: z.string().optional(),
  sqsSuccessFeedbackSampleRate: z.number().optional(),
  tracingConfig: z.string().optional(),
  tagsAll,
});
type Inputs = z.infer<typeof inputs>;

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
const names = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  deliveryPolicy: "DeliveryPolicy",
  displayName: "DisplayName",
  kmsMasterKeyId: "KmsMasterKeyId",
  policy: "Policy",
  signatureVersion: "SignatureVersion",
  sqsFailureFeedbackRoleArn: "SQSFailureFeedbackRoleArn",
  sqsSuccessFeedbackRoleArn: "SQSSuccessFeedbackRoleArn",
  sqsSuccessFeedbackSampleRate: "SQSSuccessFeedbackSampleRate",
  tracingConfig: "TracingConfig",
} as const;

/** The attributes as texts; what is not set is left out, and so is "no deduplication", which a standard topic may not say. */
function attributesOf(topic: Readonly<Record<string, unknown>>): Record<string, string> {
  const set = Object.entries(names).filter(([property]) => topic[property] !== undefined && topic[property] !== false);
  return Object.fromEntries(set.map(([property, attribute]) => [attribute, String(topic[property])]));
}

/** What to set so that the topic is as wanted. SNS takes one attribute a call, and an empty text takes one back. */
function changesOf(topic: Inputs, recorded: Readonly<Record<string, unknown>>): readonly [string, string][] {
  const unset = { DeliveryPolicy: "", DisplayName: "", KmsMasterKeyId: "", SQSFailureFeedbackRoleArn: "", SQSSuccessFeedbackRoleArn: "" };
  const deduplication = topic.fifoTopic ? { ContentBasedDeduplication: String(topic.contentBasedDeduplication) } : {};
  const before: Readonly<Record<string, string>> = { ContentBasedDeduplication: "false", ...attributesOf(recorded) };
  const wanted = Object.entries({ ...unset, ...attributesOf(topic), ...deduplication });
  return wanted.filter(([name, value]) => (before[name] ?? "") !== value);
}

export const snsTopic = resourceType(inputs, {
  token: "aws:sns/topic:Topic",
  autonamed: "name",
  defaults: { contentBasedDeduplication: false, fifoTopic: false },
  forceNew: ["name", "namePrefix", "fifoTopic", "region"],
  documents: ["archivePolicy", "deliveryPolicy", "policy"],
  sets: [],
  computed: ["arn", "beginningArchiveTime", "fifoThroughputScope", "owner", "policy", "signatureVersion", "tracingConfig"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  // Attributes and tags have each their own word for it.
  missing: ["NotFoundException", "NotFound", "ResourceNotFoundException"],
  async create(cloud, topic) {
    const sns = await cloud.sns();
    const { TopicArn = "" } = await sns.createTopic({
      Name: topic.name,
      ...(topic.fifoTopic ? { Attributes: { FifoTopic: "true" } } : {}),
      Tags: tagList(topic.tagsAll),
    });
    for (const [AttributeName, AttributeValue] of changesOf(topic, {})) {
      await sns.setTopicAttributes({ TopicArn, AttributeName, AttributeValue });
    }
    return TopicArn;
  },
  async read(cloud, { id, recorded }) {
    const sns = await cloud.sns();
    const [{ Attributes: live = {} }, { Tags: tags = [] }] = await Promise.all([
      sns.getTopicAttributes({ TopicArn: id }),
      sns.listTagsForResource({ ResourceArn: id }),
    ]);
    const text = (property: keyof typeof names) => live[names[property]] ?? null;
    const document = (property: keyof typeof names) => {
      const value = text(property);
      return value === null ? null : documentOutput(value, recorded[property]);
    };
    return {
      arn: id,
      beginningArchiveTime: "",
      contentBasedDeduplication: live["ContentBasedDeduplication"] === "true",
      deliveryPolicy: document("deliveryPolicy"),
      displayName: live["DisplayName"] ?? "",
      fifoTopic: live["FifoTopic"] === "true",
      kmsMasterKeyId: text("kmsMasterKeyId"),
      name: id.slice(id.lastIndexOf(":") + 1),
      owner: live["Owner"] ?? "",
      policy: document("policy"),
      signatureVersion: Number(live["SignatureVersion"] ?? 0),
      sqsFailureFeedbackRoleArn: text("sqsFailureFeedbackRoleArn"),
      sqsSuccessFeedbackRoleArn: text("sqsSuccessFeedbackRoleArn"),
      sqsSuccessFeedbackSampleRate: Number(live["SQSSuccessFeedbackSampleRate"] ?? 0),
      tracingConfig: live["TracingConfig"] ?? "",
      ...tagOutputs(cloud, tagsFrom(tags), recorded),
    };
  },
  async update(cloud, id, topic, recorded) {
    const sns = await cloud.sns();
    for (const [AttributeName, AttributeValue] of changesOf(topic, recorded)) {
      await sns.setTopicAttributes({ TopicArn: id, AttributeName, AttributeValue });
    }
    const { set, remove } = tagChanges(recorded, topic.tagsAll);
    if (remove.length > 0) await sns.untagResource({ ResourceArn: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await sns.tagResource({ ResourceArn: id, Tags: tagList(set) });
  },
  async delete(cloud, id) {
    await (await cloud.sns()).deleteTopic({ TopicArn: id });
  },
});
