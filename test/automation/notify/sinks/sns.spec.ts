import assert from "node:assert/strict";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { mockClient, type AwsClientStub } from "aws-sdk-client-mock";
import { sns } from "../../../../automation/notify/sinks/sns";
import { typicalReport } from "../../../fixtures/report";
import { alertOf, reportOf } from "../alerts";
import { Receiver } from "../receiver";
import { hostileReport, hostileTexts } from "../../../fixtures/hostileReport";
import { serviceError } from "../../ledger/memoryS3";

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:drift";

describe("sink sns", () => {
  let topic: AwsClientStub<SNSClient>;
  beforeEach(() => {
    topic = mockClient(SNSClient);
    topic.on(PublishCommand).resolves({ MessageId: "m" });
  });
  afterEach(() => {
    topic.restore();
  });

  async function deliver(report = typicalReport(), arn = TOPIC) {
    const open = sns.open({ name: "mail", kind: "sns", topic: arn });
    const [parcel] = open.pack(alertOf(report));
    assert.ok(parcel);
    const delivery = await open.connect(new Receiver(() => ({ status: 500 })).world())(parcel);
    return { delivery, input: topic.commandCalls(PublishCommand).at(-1)?.args[0].input };
  }

  it("publishes a text, with what a subscription may filter by", async () => {
    const { delivery, input } = await deliver();
    assert.deepEqual(delivery, { outcome: "delivered" });
    assert.deepEqual([input?.TopicArn, input?.MessageAttributes?.["severity"]?.StringValue, input?.MessageGroupId], [TOPIC, "critical", undefined]);
    assert.match(input?.Message ?? "", /^whodrift: 4 changes in acme\/shop\/prod.*\n\nalice@example\.com .*\n- critical · acme\/shop\/prod · web/);
  });

  it("has a subject that SNS takes, whatever things are called, and a message below its limit", async () => {
    // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
    for (const report of [reportOf(1), reportOf(5_000), ...hostileTexts.map(hostileReport)]) {
      const { input } = await deliver(report);
      assert.match(input?.Subject ?? "", /^[\x21-\x7e][\x20-\x7e]{0,97}[\x21-\x7e]$/);
      const size = Buffer.byteLength(input?.Message ?? "");
      assert.ok(size > 0 && size < 262_144);
    }
    assert.match((await deliver(reportOf(5_000))).input?.Message ?? "", /\nand 4,\d{3} more: in the report of scan \S+\n$/);
  });

  it("given a FIFO topic, lets it know what it has", async () => {
    const { input } = await deliver(typicalReport(), `${TOPIC}.fifo`);
    assert.equal(input?.MessageGroupId, "everything");
    assert.match(input.MessageDeduplicationId ?? "", /^[0-9a-f]{32}$/);
  });

  it("says why it may not", async () => {
    topic.on(PublishCommand).rejects(serviceError("AuthorizationErrorException"));
    const { delivery } = await deliver();
    assert.ok(delivery.outcome === "failed" && delivery.isSinkDown && delivery.reason.startsWith("AuthorizationErrorException"));
  });
});
