import type * as SNS from "@aws-sdk/client-sns";
import { z } from "zod";
import { terminalPhrase } from "../../report/terminalText";
import type { Alert } from "../alert";
import { headlinePhrase, severityOf } from "../alertText";
import { AWS_PATIENCE, describeAwsFailure } from "../describeAwsFailure";
import { plainText } from "../plainText";
import { notifyNameSchema } from "../routes";
import { defineSink } from "../sink";

// SNS takes 256 KB, and charges by 64 KB; it is an e-mail.
// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
const MOST_BYTES = 60_000;
const LONGEST_SUBJECT = 99;

const TOPIC = /^arn:aws[\w-]*:sns:([a-z0-9-]+):\d{12}:[\w-]{1,256}(\.fifo)?$/;

const settings = z.strictObject({
  name: notifyNameSchema,
  kind: z.literal("sns"),
  topic: z.string().regex(TOPIC, "the ARN of a topic"),
});

const messageSchema = z.strictObject({ subject: z.string(), message: z.string(), route: z.string(), severity: z.string() });

/** Needs `sns:Publish` on the topic, and `kms:GenerateDataKey*` and `kms:Decrypt` where a key encrypts it. The SDK is loaded with first use. */
export const sns = defineSink({
  kind: "sns",
  description: "a text message to a topic, for e-mail and queues, with `route` and `severity` for filters",
  settings,
  open: ({ topic }) => {
    const [, region = "", fifo] = TOPIC.exec(topic) ?? [];
    return {
      pack: (alert) => [{ id: alert.id, body: JSON.stringify(snsMessage(alert)) }],
      connect: () => {
        let opened: Promise<{ readonly sdk: typeof SNS; readonly client: SNS.SNSClient }> | undefined;
        const connect = async () => {
          const sdk = await import("@aws-sdk/client-sns");
          return { sdk, client: new sdk.SNSClient({ region, ...AWS_PATIENCE }) };
        };
        return async ({ id, body }) => {
          const { subject, message, route, severity } = messageSchema.parse(JSON.parse(body));
          const { sdk, client } = await (opened ??= connect());
          const attribute = (value: string) => ({ DataType: "String", StringValue: value });
          try {
            await client.send(
              new sdk.PublishCommand({
                TopicArn: topic,
                Subject: subject,
                Message: message,
                MessageAttributes: { id: attribute(id), route: attribute(route), severity: attribute(severity) },
                ...(fifo !== undefined && { MessageGroupId: route, MessageDeduplicationId: id }),
              }),
            );
            return { outcome: "delivered" };
          } catch (error) {
            return describeAwsFailure(error);
          }
        };
      },
    };
  },
});

function snsMessage(alert: Alert): z.infer<typeof messageSchema> {
  const headline = `whodrift: ${terminalPhrase(headlinePhrase(alert))}`;
  return {
    // ASCII, on one line; it begins with our name.
    subject: headline.replace(/[^\x20-\x7e]/gu, "?").slice(0, LONGEST_SUBJECT).trimEnd(),
    message: plainText(alert, MOST_BYTES),
    route: alert.route,
    severity: alert.groups.length === 0 ? "none" : severityOf(alert.groups.flatMap(({ changes }) => changes)),
  };
}
