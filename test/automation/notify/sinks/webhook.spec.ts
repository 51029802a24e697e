import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { z } from "zod";
import { webhook } from "../../../../automation/notify/sinks/webhook";
import { aReport, typicalReport } from "../../../fixtures/report";
import { hostileReport, hostileTexts } from "../../../fixtures/hostileReport";
import { alertOf, reportOf } from "../alerts";
import { Receiver, type Answer, type Received } from "../receiver";

const KEY = Buffer.from("0123456789abcdef0123456789abcdef");
const env = { URL: "https://alerts.example/in?team=web", SIGN: `whsec_${KEY.toString("base64")}`, TOKEN: "canary-token" };

/** As a receiver verifies: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function judge({ method, url, headers, body }: Received): Answer {
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body.toString()}`;
  const expected = `v1,${createHmac("sha256", KEY).update(signed).digest("base64")}`;
  if (method !== "POST" || url !== env.URL || headers["content-type"] !== "application/json") return { status: 400 };
  if (headers["webhook-signature"] !== expected || headers.authorization !== `Bearer ${env.TOKEN}`) return { status: 401, body: `wrong: ${String(headers.authorization)}` };
  if (headers["idempotency-key"] !== headers["webhook-id"]) return { status: 409 };
  return body.length > 1_000_000 ? { status: 413 } : { status: 204 };
}

const documentSchema = z.object({
  schema: z.literal("whodrift/alert@1"),
  groups: z.array(z.object({ thread: z.string(), changes: z.number(), sessions: z.number().optional(), stacks: z.array(z.string()) })),
  changes: z.array(z.object({ thread: z.string(), fingerprint: z.string(), stack: z.string(), severity: z.string(), text: z.string() })),
  left: z.object({ changes: z.number() }),
});

describe("sink webhook", () => {
  const receiver = new Receiver(judge);
  before(() => receiver.start());
  after(() => receiver.stop());

  const open = webhook.open({ name: "ops", kind: "webhook", url: { env: "URL" }, signingKey: { env: "SIGN" }, token: { env: "TOKEN" } });

  async function deliver(report = typicalReport(), over: Readonly<Record<string, string>> = {}) {
    const [parcel] = open.pack(alertOf(report));
    assert.ok(parcel);
    return open.connect(receiver.world({ ...env, ...over }))(parcel);
  }

  it("sends one document, with each change under the thread of its group, signed", async () => {
    assert.deepEqual(await deliver(), { outcome: "delivered" });
    const { groups, changes, left } = documentSchema.parse(receiver.documents.at(-1));
    assert.equal(left.changes, 0);
    assert.deepEqual(groups.map(({ thread, changes: amount }) => changes.filter((change) => change.thread === thread).length === amount), groups.map(() => true));
  });

  it("is signed anew with each try, and says by its key that it is the same", async () => {
    receiver.play({ status: 503, headers: { "retry-after": "5" } });
    assert.deepEqual(await deliver(), { outcome: "delivered" });
    const [first, second] = receiver.received.slice(-2).map(({ headers }) => headers);
    assert.equal(first?.["idempotency-key"], second?.["idempotency-key"]);
    assert.notEqual(first?.["webhook-timestamp"], second?.["webhook-timestamp"]);
  });

  it("given one change has it, given 5,000 has as many as fit, and the number of the others", async () => {
    assert.deepEqual(await deliver(reportOf(1)), { outcome: "delivered" });
    assert.equal(documentSchema.parse(receiver.documents.at(-1)).changes.length, 1);
    assert.deepEqual(await deliver(reportOf(5_000)), { outcome: "delivered" });
    const { changes, left } = documentSchema.parse(receiver.documents.at(-1));
    assert.ok(changes.length > 100);
    assert.equal(changes.length + left.changes, 5_000);
  });

  it("is taken whatever things are called", async () => {
    for (const text of hostileTexts) assert.deepEqual(await deliver(hostileReport(text)), { outcome: "delivered" });
    const [first, ...others] = hostileReport("\u0001".repeat(5_000)).stacks;
    assert.ok(first);
    const stacks = Array.from({ length: 200 }, (_, at) => ({ ...first, stack: `${at}${first.stack}` }));
    assert.deepEqual(await deliver(aReport({ stacks: [...stacks, ...others] })), { outcome: "delivered" });
  });

  it("takes no key that others could guess, and shows none", async () => {
    assert.throws(() => open.connect(receiver.world({ ...env, SIGN: "canary" })), (error) => error instanceof Error && error.message.includes('SIGN has to be whsec_') && !error.message.includes("canary"));
    assert.throws(() => open.connect(receiver.world({ ...env, TOKEN: "canary\nx" })), (error) => error instanceof Error && error.message.includes('TOKEN has characters') && !error.message.includes("canary"));
    assert.deepEqual(await deliver(typicalReport(), { TOKEN: "canary-other" }), { outcome: "failed", reason: "it answered 401: wrong: Bearer …", isSinkDown: true });
  });
});
