import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { datadog } from "../../../../automation/notify/sinks/datadog";
import { aChange, aDrift, aReport, aStack, anActor, anAttribution, typicalReport } from "../../../fixtures/report";
import { hostileReport, hostileTexts } from "../../../fixtures/hostileReport";
import { alertOf, reportOf } from "../alerts";
import { Receiver, type Answer, type Received } from "../receiver";

const KEY = "canary-0123456789abcdef";

// https://docs.datadoghq.com/api/latest/events/#post-an-event-v1
const eventSchema = z.strictObject({
  title: z.string().min(1).max(100),
  text: z.string().min(1).max(4_000),
  alert_type: z.enum(["error", "warning", "info", "success"]),
  aggregation_key: z.string().max(100),
  source_type_name: z.string(),
  tags: z.array(z.string().regex(/^[a-z][a-z0-9_:./-]{0,199}$/)),
});
// https://docs.datadoghq.com/api/latest/logs/#send-logs
const logsSchema = z.array(z.looseObject({ message: z.string(), ddsource: z.string(), ddtags: z.string(), service: z.string(), status: z.string(), about: z.string() })).max(1_000);

const leavesOf = (value: unknown): number => (typeof value === "object" && value !== null ? Object.values(value).reduce<number>((sum, inner) => sum + leavesOf(inner), 0) : 1);

function judge({ method, url, headers, body }: Received): Answer {
  if (method !== "POST" || headers["content-type"] !== "application/json") return { status: 400 };
  if (headers["dd-api-key"] !== KEY) return { status: 403, body: JSON.stringify({ errors: [`Forbidden: ${String(headers["dd-api-key"])}`] }) };
  if (url === "https://api.datadoghq.eu/api/v1/events") return { status: eventSchema.safeParse(JSON.parse(body.toString())).success ? 202 : 400 };
  if (url !== "https://http-intake.logs.datadoghq.eu/api/v2/logs" || headers["content-encoding"] !== "gzip") return { status: 404 };
  const text = gunzipSync(body);
  if (text.length > 5_000_000) return { status: 413 };
  const logs = logsSchema.safeParse(JSON.parse(text.toString()));
  return { status: logs.success && logs.data.every((log) => leavesOf(log) < 256) ? 202 : 400 };
}

describe("sink datadog", () => {
  const receiver = new Receiver(judge);
  before(() => receiver.start());
  after(() => receiver.stop());

  const open = datadog.open({ name: "dd", kind: "datadog", apiKey: { env: "DD" }, site: "datadoghq.eu" });
  async function deliver(report = typicalReport(), key = KEY) {
    receiver.received.length = 0;
    const deliver = open.connect(receiver.world({ DD: key }));
    const deliveries = [];
    for (const parcel of open.pack(alertOf(report))) deliveries.push(await deliver(parcel));
    const [event, ...logs] = receiver.received;
    return { deliveries, event: eventSchema.parse(JSON.parse(String(event?.body))), logs: logs.flatMap(({ body }) => logsSchema.parse(JSON.parse(gunzipSync(body).toString()))) };
  }

  it("is one event for people, and a log for the alert, each change and each stack that was not checked", async () => {
    const { deliveries, event, logs } = await deliver();
    assert.ok(deliveries.every(({ outcome }) => outcome === "delivered"));
    assert.deepEqual([event.alert_type, event.tags], ["error", ["source:whodrift", "route:everything", "severity:critical"]]);
    assert.match(event.title, /^whodrift: 4 changes in acme\/shop\/prod, worst critical, by alice@example\.com/);
    assert.deepEqual(logs.map(({ about }) => about), ["alert", "unchecked", "change", "change", "change", "change"]);
  });

  it("given one change, or 5,000, is within the limits and leaves no change out", async () => {
    assert.deepEqual((await deliver(reportOf(1))).logs.map(({ about }) => about), ["alert", "change"]);
    const { deliveries, event, logs } = await deliver(reportOf(5_000));
    assert.ok(deliveries.every(({ outcome }) => outcome === "delivered"));
    assert.match(event.text, /and 4,\d{3} more: in the report of scan/);
    const [summary] = logs;
    assert.equal(logs.length - 1 + Number(summary?.["left"]), 5_000);
  });

  it("writes to nobody whom an attacker names", async () => {
    const actor = anActor({ name: "@all @pagerduty-ops x@y.example %%%" });
    const { event } = await deliver(aReport({ stacks: [aStack("acme/shop/prod", { drifts: [aDrift({ changes: [aChange({ attribution: anAttribution({ actor }) })] })] })] }));
    assert.doesNotMatch(event.title + event.text, /(^|[^\w.+-])@|%%%/m);
  });

  it("is taken whatever things are called", async () => {
    for (const text of hostileTexts) assert.ok((await deliver(hostileReport(text))).deliveries.every(({ outcome }) => outcome === "delivered"));
  });

  it("never shows the key", async () => {
    const { deliveries } = await deliver(typicalReport(), "canary-other");
    assert.deepEqual(deliveries[0], { outcome: "failed", reason: 'it answered 403: {"errors":["Forbidden: …"]}', isSinkDown: true });
  });
});
