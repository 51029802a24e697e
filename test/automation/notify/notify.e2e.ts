import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { credentialsOf, environmentOf, startAws, type SandboxAws } from "../../sandbox/aws";
import { typicalReport } from "../../fixtures/report";
import { run } from "../../sandbox/run";
import { checkout } from "../../sandbox/toolchain/checkout";
import { ensureEmulator } from "../../sandbox/toolchain/emulator";

const POLLS = 30;
const POLL_MS = 200;

const publishedSchema = z.looseObject({ Subject: z.string(), Message: z.string(), MessageAttributes: z.record(z.string(), z.looseObject({ Value: z.string() })) });
const eventSchema = z.looseObject({ source: z.literal("whodrift"), "detail-type": z.string(), detail: z.looseObject({ severity: z.string() }) });

describe("whodrift report --notify, with a topic and an event bus in AWS", function () {
  this.timeout(120_000);
  let folder = "";
  let aws: SandboxAws;
  let queues: SQS;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "whodrift-notify-"));
    aws = await startAws({ ...(await ensureEmulator()), dir: folder });
    queues = new SQS(settings());
  });
  after(async () => {
    await aws.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const settings = () => ({ endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(aws.people.alice) });

  async function queue(name: string): Promise<{ readonly url: string; readonly arn: string }> {
    const arn = `arn:aws:sqs:${aws.region}:${aws.accountId}:${name}`;
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Principal: { Service: ["sns.amazonaws.com", "events.amazonaws.com"] }, Action: "sqs:SendMessage", Resource: arn } });
    const { QueueUrl: url = "" } = await queues.createQueue({ QueueName: name, Attributes: { Policy } });
    return { url, arn };
  }

  async function received(url: string): Promise<readonly unknown[]> {
    const bodies: unknown[] = [];
    for (let poll = 0; poll < POLLS; poll++) {
      const { Messages: messages = [] } = await queues.receiveMessage({ QueueUrl: url, MaxNumberOfMessages: 10 });
      bodies.push(...messages.map(({ Body: body = "" }): unknown => JSON.parse(body)));
      if (messages.length === 0 && bodies.length > 0) return bodies;
      await wait(POLL_MS);
    }
    return bodies;
  }

  it("reaches a subscriber, by the topic, and whom a rule of the bus names, by the severity", async () => {
    const [mail, critical] = await Promise.all([queue("mail"), queue("critical")]);
    const topics = new SNS(settings());
    const { TopicArn: topic = "" } = await topics.createTopic({ Name: "drift" });
    await topics.subscribe({ TopicArn: topic, Protocol: "sqs", Endpoint: mail.arn });
    const events = new EventBridge(settings());
    const { EventBusArn: bus = "" } = await events.createEventBus({ Name: "security" });
    await events.putRule({ Name: "critical", EventBusName: "security", EventPattern: JSON.stringify({ source: ["whodrift"], "detail-type": ["whodrift change"], detail: { severity: ["critical"] } }) });
    await events.putTargets({ Rule: "critical", EventBusName: "security", Targets: [{ Id: "q", Arn: critical.arn }] });
    await writeFile(path.join(folder, "report.json"), JSON.stringify(typicalReport()));
    await writeFile(path.join(folder, "whodrift.yaml"), `notify: { sinks: [{ name: mail, kind: sns, topic: "${topic}" }, { name: bus, kind: eventbridge, bus: "${bus}" }] }\n`);

    const env = { PATH: process.env["PATH"] ?? "", ...environmentOf(aws, aws.people.alice) };
    const { status, stderr } = await run(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "report", "report.json", "--notify", "--fail-on", "never"], { cwd: folder, env });

    // What could not be checked is a failure, told or not.
    assert.deepEqual([status, stderr], [1, ""]);
    const published = (await received(mail.url)).map((body) => publishedSchema.parse(body));
    assert.deepEqual(published.map(({ MessageAttributes: { severity } }) => severity?.Value), ["critical"]);
    assert.match(published[0]?.Subject ?? "", /^whodrift: 4 changes in acme\/shop\/prod/);
    const told = (await received(critical.url)).map((body) => eventSchema.parse(body));
    assert.deepEqual(told.map((event) => [event["detail-type"], event.detail.severity]), [["whodrift change", "critical"]]);
  });
});
