import assert from "node:assert/strict";
import { z } from "zod";
import { slack } from "../../../../automation/notify/sinks/slack";
import { typicalReport } from "../../../fixtures/report";
import { hostileReport, hostileTexts } from "../../../fixtures/hostileReport";
import { alertOf, reportOf } from "../alerts";
import { Receiver, type Answer, type Received } from "../receiver";

// https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/ and https://docs.slack.dev/reference/block-kit/blocks/section-block/
const blockSchema = z.strictObject({ type: z.literal("section"), text: z.strictObject({ type: z.literal("mrkdwn"), text: z.string().min(1).max(3_000), verbatim: z.literal(true) }) });
export const messageSchema = z.strictObject({ text: z.string().min(1).max(4_000), blocks: z.array(blockSchema).min(1).max(50), unfurl_links: z.literal(false), unfurl_media: z.literal(false) });

const URL_SECRET = "https://hooks.slack.com/services/T000/B000/canarycanarycanary";

function judge({ method, url, headers, body }: Received): Answer {
  if (method !== "POST" || headers["content-type"] !== "application/json") return { status: 400, body: "invalid_payload" };
  if (url !== URL_SECRET) return { status: 404, body: "no_service" };
  if (!messageSchema.safeParse(JSON.parse(body.toString())).success || body.length > 13_000 * 4) return { status: 400, body: "invalid_blocks" };
  return { status: 200, body: "ok" };
}

describe("sink slack", () => {
  const receiver = new Receiver(judge);
  before(() => receiver.start());
  after(() => receiver.stop());

  const open = slack.open({ name: "ops", kind: "slack", url: { env: "HOOK" } });

  async function deliver(report = typicalReport(), env: Readonly<Record<string, string>> = { HOOK: URL_SECRET }) {
    const [parcel] = open.pack(alertOf(report));
    assert.ok(parcel);
    return open.connect(receiver.world(env))(parcel);
  }

  it("says in the first line how much, how bad and by whom, then who did what, and what could not be seen", async () => {
    assert.deepEqual(await deliver(), { outcome: "delivered" });
    const message = messageSchema.parse(receiver.documents.at(-1));
    assert.match(message.text, /^whodrift: 4 changes in `acme\/shop\/prod`, worst critical, by `alice@example\.com`/);
    const text = message.blocks.map((block) => block.text.text);
    assert.match(text[1] ?? "", /^`alice@example\.com` \(human\) via console from `203\.0\.113\.7`: 2 changes in `acme\/shop\/prod`, one session\n• critical · /);
    assert.ok(text.some((line) => line.startsWith("Not checked\n• `acme/billing/prod` could not be checked")));
  });

  it("given one change, or 5,000, is a message that Slack takes, with the number of what it leaves out", async () => {
    assert.deepEqual(await deliver(reportOf(1)), { outcome: "delivered" });
    assert.equal(messageSchema.parse(receiver.documents.at(-1)).blocks.length, 2);
    assert.deepEqual(await deliver(reportOf(5_000)), { outcome: "delivered" });
    const { blocks, text } = messageSchema.parse(receiver.documents.at(-1));
    assert.match(text, /5,000 changes in 50 stacks/);
    const items = blocks.flatMap((block) => block.text.text.split("\n")).filter((line) => line.startsWith("• ")).length;
    assert.match(blocks.at(-1)?.text.text ?? "", new RegExp(`^and ${(5_000 - items).toLocaleString("en-US")} more: in the report of scan`));
    assert.ok(blocks.reduce((sum, block) => sum + block.text.text.length, 0) < 13_000);
  });

  it("is taken whatever things are called", async () => {
    for (const text of hostileTexts) assert.deepEqual(await deliver(hostileReport(text)), { outcome: "delivered" });
  });

  it("never shows the URL, which is the key", async () => {
    const refused = await deliver(typicalReport(), { HOOK: `${URL_SECRET}x` });
    assert.deepEqual(refused, { outcome: "failed", reason: "it answered 404: no_service", isSinkDown: true });
    receiver.play({ status: 403, body: `no canarycanarycanary, ${URL_SECRET}` });
    assert.deepEqual(await deliver(), { outcome: "failed", reason: "it answered 403: no …, …", isSinkDown: true });
    assert.throws(() => open.connect(receiver.world({ HOOK: "http://hooks.slack.com/services/canary" })), /^SinkSettingsError: the URL in the environment variable HOOK: it has to begin with https/);
    assert.throws(() => open.connect(receiver.world()), /HOOK is not set/);
  });
});
