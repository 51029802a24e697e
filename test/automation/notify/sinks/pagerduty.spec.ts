import assert from "node:assert/strict";
import { z } from "zod";
import { pagerduty } from "../../../../automation/notify/sinks/pagerduty";
import { selectAlerts } from "../../../../automation/notify/selectAlerts";
import { aReport, aStack, typicalReport } from "../../../fixtures/report";
import { hostileReport, hostileTexts } from "../../../fixtures/hostileReport";
import { alertOf, everything, reportOf } from "../alerts";
import { Receiver, type Answer, type Received } from "../receiver";
import { NOTHING_TOLD } from "../../../../automation/notify/told";

const KEY = "canarycanarycanarycanarycanary12";

// https://developer.pagerduty.com/docs/send-alert-event
const common = { routing_key: z.string().length(32), dedup_key: z.string().min(1).max(255) };
const eventSchema = z.discriminatedUnion("event_action", [
  z.strictObject({
    ...common,
    event_action: z.literal("trigger"),
    client: z.string(),
    payload: z.strictObject({
      summary: z.string().min(1).max(1_024),
      source: z.string().min(1),
      severity: z.enum(["critical", "error", "warning", "info"]),
      timestamp: z.iso.datetime(),
      group: z.string(),
      class: z.string(),
      custom_details: z.record(z.string(), z.unknown()),
    }),
  }),
  z.strictObject({ ...common, event_action: z.literal("resolve") }),
]);

function judge({ method, url, headers, body }: Received): Answer {
  if (method !== "POST" || url !== "https://events.pagerduty.com/v2/enqueue" || headers["content-type"] !== "application/json") return { status: 404 };
  const event = eventSchema.safeParse(JSON.parse(body.toString()));
  if (!event.success || body.length > 512_000) return { status: 400, body: JSON.stringify({ status: "invalid event", errors: ["…"] }) };
  if (event.data.routing_key !== KEY) return { status: 400, body: JSON.stringify({ errors: [`Invalid routing key ${event.data.routing_key}`] }) };
  return { status: 202, body: JSON.stringify({ status: "success", dedup_key: event.data.dedup_key }) };
}

describe("sink pagerduty", () => {
  const receiver = new Receiver(judge);
  before(() => receiver.start());
  after(() => receiver.stop());

  const open = pagerduty.open({ name: "ops", kind: "pagerduty", routingKey: { env: "PD" } });
  async function deliver(alert = alertOf(typicalReport()), key = KEY) {
    receiver.received.length = 0;
    const deliver = open.connect(receiver.world({ PD: key }));
    const deliveries = [];
    for (const parcel of open.pack(alert)) {
      assert.ok(!parcel.body.includes(key));
      deliveries.push(await deliver(parcel));
    }
    return { deliveries, events: receiver.documents.map((event) => eventSchema.parse(event)) };
  }

  it("opens an incident for each actor, as grave as the worst change, and one for what could not be checked", async () => {
    const { deliveries, events } = await deliver();
    assert.ok(deliveries.every(({ outcome }) => outcome === "delivered"));
    const told = events.map((event) => event.event_action === "trigger" && [event.payload.severity, event.payload.class, event.payload.source]);
    assert.deepEqual(told, [["critical", "drift", "acme/shop/prod"], ["error", "drift", "acme/shop/prod"], ["warning", "drift", "acme/shop/prod"], ["error", "unchecked", "whodrift"]]);
    const [first] = events;
    assert.ok(first?.event_action === "trigger" && first.payload.summary.startsWith("alice@example.com (human) via console"));
  });

  it("resolves it, by the same key, when nothing of it is open", async () => {
    const unchecked = aReport({ stacks: [aStack("a/b/c", { status: "unchecked" })] });
    const { alert, told } = selectAlerts(unchecked, everything, "ops", NOTHING_TOLD);
    assert.ok(alert);
    const [opened] = (await deliver(alert)).events;
    const { alert: end } = selectAlerts(aReport({ stacks: [aStack("a/b/c")] }), everything, "ops", told);
    assert.ok(end);
    assert.deepEqual((await deliver(end)).events, [{ routing_key: KEY, event_action: "resolve", dedup_key: opened?.dedup_key }]);
  });

  it("given one change opens one incident, given 5,000 by many actors no more than twenty", async () => {
    assert.equal((await deliver(alertOf(reportOf(1)))).events.length, 1);
    const { deliveries, events } = await deliver(alertOf(reportOf(5_000)));
    assert.ok(deliveries.every(({ outcome }) => outcome === "delivered"));
    assert.ok(events.length <= 20);
  });

  it("is taken whatever things are called", async () => {
    for (const text of hostileTexts) assert.ok((await deliver(alertOf(hostileReport(text)))).deliveries.every(({ outcome }) => outcome === "delivered"));
  });

  it("lets the other incidents through where one is refused, and never shows the key", async () => {
    const { deliveries } = await deliver(alertOf(typicalReport()), "canarycanarycanarycanarycanary13");
    assert.deepEqual(deliveries[0], { outcome: "failed", reason: 'it answered 400: {"errors":["Invalid routing key …"]}', isSinkDown: false });
  });
});
