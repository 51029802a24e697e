import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { splunk } from "../../../../automation/notify/sinks/splunk";
import { typicalReport } from "../../../fixtures/report";
import { hostileReport, hostileTexts } from "../../../fixtures/hostileReport";
import { alertOf, reportOf } from "../alerts";
import { Receiver, type Answer, type Received } from "../receiver";

const TOKEN = "canary00-1111-2222-3333-444444444444";
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// https://help.splunk.com/en/splunk-enterprise/get-data-in/get-data-with-http-event-collector/format-events-for-http-event-collector
const eventSchema = z.strictObject({ time: z.number().min(1.7e9).max(2e9), source: z.string(), sourcetype: z.string(), index: z.string().optional(), event: z.looseObject({ id: z.string(), about: z.string(), text: z.string() }), fields: z.record(z.string(), z.string()) });

const eventsIn = (body: Buffer) => gunzipSync(body).toString().split("\n").map((line) => eventSchema.parse(JSON.parse(line)));
const answer = (status: number, text: string, code: number, more: object = {}): Answer => ({ status, body: JSON.stringify({ text, code, ...more }) });

/** @param indexed how many polls an event takes */
function collector(withAcks: boolean, indexed = 0) {
  let polls = 0;
  return ({ method, url, headers, body }: Received): Answer => {
    if (method !== "POST") return answer(405, "Method not allowed", 1);
    if (headers.authorization !== `Splunk ${TOKEN}`) return answer(403, `Invalid token ${String(headers.authorization)}`, 4);
    if (withAcks && !GUID.test(String(headers["x-splunk-request-channel"]))) return answer(400, "Data channel is missing", 10);
    if (url === "https://splunk.example:8088/services/collector/ack") return withAcks ? { status: 200, body: JSON.stringify({ acks: { 7: polls++ >= indexed } }) } : answer(400, "ACK is disabled", 14);
    if (url !== "https://splunk.example:8088/services/collector/event") return { status: 404 };
    if (headers["content-encoding"] !== "gzip" || gunzipSync(body).length > 1_000_000) return answer(413, "too large", 27);
    try {
      eventsIn(body);
    } catch {
      return answer(400, "Invalid data format", 6);
    }
    return answer(200, "Success", 0, withAcks ? { ackId: 7 } : {});
  };
}

describe("sink splunk", () => {
  const receivers: Receiver[] = [];
  afterEach(() => Promise.all(receivers.splice(0).map((receiver) => receiver.stop())));

  async function deliver(report = typicalReport(), { rules = collector(false), acknowledge = false, token = TOKEN, index = "" } = {}) {
    const receiver = new Receiver(rules);
    receivers.push(receiver);
    await receiver.start();
    const open = splunk.open({ name: "siem", kind: "splunk", url: "https://splunk.example:8088", token: { env: "HEC" }, acknowledge, ...(index !== "" && { index }) });
    const deliver = open.connect(receiver.world({ HEC: token }));
    const deliveries = [];
    for (const parcel of open.pack(alertOf(report))) deliveries.push(await deliver(parcel));
    const batches = receiver.received.filter(({ url }) => url.endsWith("/event"));
    return { deliveries, batches, events: batches.flatMap(({ body }) => eventsIn(body)), polls: receiver.received.length - batches.length, pauses: receiver.pauses };
  }

  it("is an event for the alert, each change and each stack that was not checked, compressed, in one request", async () => {
    const { deliveries, batches, events } = await deliver(typicalReport(), { index: "security" });
    assert.deepEqual([deliveries, batches.length], [[{ outcome: "delivered" }], 1]);
    assert.deepEqual(events.map(({ sourcetype, index }) => `${sourcetype} ${String(index)}`), ["alert", "unchecked", ...Array<string>(4).fill("change")].map((about) => `whodrift:${about} security`));
    assert.equal(events[0]?.time, Date.parse("2026-07-31T05:01:44Z") / 1_000);
  });

  it("given one change, or 5,000, leaves none out, in batches", async () => {
    assert.equal((await deliver(reportOf(1))).events.length, 2);
    const { batches, events } = await deliver(reportOf(5_000));
    assert.ok(batches.length > 1 && batches.length < 50);
    assert.equal(events.length - 1 + Number(events[0]?.event["left"]), 5_000);
  });

  it("is taken whatever things are called", async () => {
    for (const text of hostileTexts) assert.ok((await deliver(hostileReport(text))).deliveries.every(({ outcome }) => outcome === "delivered"));
  });

  it("with acknowledge asks until the events are indexed, on the channel that they came by", async () => {
    const { deliveries, polls, pauses } = await deliver(typicalReport(), { rules: collector(true, 2), acknowledge: true });
    assert.deepEqual([deliveries, polls, pauses], [[{ outcome: "delivered" }], 3, [5_000, 5_000, 5_000]]);
  });

  it("keeps what is taken and never indexed, and says where the token acknowledges nothing", async () => {
    const never = await deliver(typicalReport(), { rules: collector(true, 100), acknowledge: true });
    assert.deepEqual(never.deliveries, [{ outcome: "failed", reason: "it took the events, and did not say within 30 s that they are indexed", isSinkDown: true }]);
    const without = await deliver(typicalReport(), { acknowledge: true });
    assert.match(JSON.stringify(without.deliveries), /the token has no indexer acknowledgment/);
  });

  it("never shows the token", async () => {
    const { deliveries } = await deliver(typicalReport(), { token: "canary-other" });
    assert.deepEqual(deliveries, [{ outcome: "failed", reason: 'it answered 403: {"text":"Invalid token Splunk …","code":4}', isSinkDown: true }]);
  });
});
