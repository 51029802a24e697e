import { z } from "zod";
import { documentOutput } from "../policyDocument";
import { resourceType } from "../resourceType";

const inputs = z.object({
  topic: z.string(),
  protocol: z.string(),
  endpoint: z.string(),
  filterPolicy: z.string().optional(),
  filterPolicyScope: z.enum(["MessageAttributes", "MessageBody"]).optional(),
  rawMessageDelivery: z.boolean(),
  redrivePolicy: z.string().optional(),
});

const names = {
  // In this order: a scope for the body takes any policy, and one for attributes no nested policy.
  filterPolicyScope: "FilterPolicyScope",
  filterPolicy: "FilterPolicy",
  rawMessageDelivery: "RawMessageDelivery",
  redrivePolicy: "RedrivePolicy",
} as const;

function attributesOf(subscription: Readonly<Record<string, unknown>>): Record<string, string> {
  const set = Object.entries(names).filter(([property]) => subscription[property] !== undefined);
  return Object.fromEntries(set.map(([property, attribute]) => [attribute, String(subscription[property])]));
}

export const snsTopicSubscription = resourceType(inputs, {
  token: "aws:sns/topicSubscription:TopicSubscription",
  defaults: { confirmationTimeoutInMinutes: 1, endpointAutoConfirms: false, rawMessageDelivery: false },
  forceNew: ["endpoint", "protocol", "topic", "region"],
  documents: ["deliveryPolicy", "filterPolicy", "redrivePolicy", "replayPolicy"],
  sets: [],
  computed: ["arn", "confirmationWasAuthenticated", "filterPolicyScope", "ownerId", "pendingConfirmation"],
  secretOutputs: [],
  tagged: false,
  regional: true,
  missing: ["NotFoundException", "NotFound"],
  async create(cloud, subscription) {
    const { topic, protocol, endpoint } = subscription;
    const answer = await (await cloud.sns()).subscribe({
      TopicArn: topic, Protocol: protocol, Endpoint: endpoint, Attributes: attributesOf(subscription), ReturnSubscriptionArn: true,
    });
    return answer.SubscriptionArn ?? "";
  },
  async read(cloud, { id, recorded }) {
    const { Attributes: live = {} } = await (await cloud.sns()).getSubscriptionAttributes({ SubscriptionArn: id });
    const document = (property: "filterPolicy" | "redrivePolicy") => {
      const text = live[names[property]];
      return text ? documentOutput(text, recorded[property]) : null;
    };
    return {
      arn: id,
      confirmationWasAuthenticated: live["ConfirmationWasAuthenticated"] === "true",
      endpoint: live["Endpoint"] ?? "",
      filterPolicy: document("filterPolicy"),
      filterPolicyScope: live["FilterPolicyScope"] ?? "",
      ownerId: live["Owner"] ?? "",
      pendingConfirmation: live["PendingConfirmation"] === "true",
      protocol: live["Protocol"] ?? "",
      rawMessageDelivery: live["RawMessageDelivery"] === "true",
      redrivePolicy: document("redrivePolicy"),
      topic: live["TopicArn"] ?? "",
    };
  },
  async update(cloud, id, subscription, recorded) {
    const sns = await cloud.sns();
    const before = new Map(Object.entries(attributesOf(recorded)));
    // A policy is taken back by an empty document, the way to the dead letters by no value at all.
    // https://docs.aws.amazon.com/sns/latest/dg/message-filtering.html#message-filtering-policy-remove
    const unset: Readonly<Record<string, string | undefined>> = { FilterPolicy: "{}", RedrivePolicy: undefined };
    const gone = Object.entries(unset).filter(([name]) => before.has(name) && !(name in attributesOf(subscription)));
    const changed = Object.entries(attributesOf(subscription)).filter(([name, value]) => before.get(name) !== value);
    for (const [AttributeName, AttributeValue] of [...gone, ...changed]) {
      await sns.setSubscriptionAttributes({ SubscriptionArn: id, AttributeName, AttributeValue });
    }
  },
  async delete(cloud, id) {
    await (await cloud.sns()).unsubscribe({ SubscriptionArn: id });
  },
});
