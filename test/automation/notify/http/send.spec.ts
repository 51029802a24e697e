import assert from "node:assert/strict";
import { retryAfter } from "../../../../automation/notify/http/retryAfter";
import { send } from "../../../../automation/notify/http/send";
import { Receiver, type Play } from "../receiver";

describe("what is sent", () => {
  const receiver = new Receiver(() => ({ status: 200, body: "ok" }));
  before(() => receiver.start());
  after(() => receiver.stop());

  async function sendThrough(...faults: readonly Play[]) {
    receiver.received.length = 0;
    receiver.pauses.length = 0;
    receiver.play(...faults);
    const sent = await send(() => ({ url: "https://vendor.example/v2/in", headers: {}, body: "{}", secrets: [] }), receiver.world());
    return { sent, tries: receiver.received.length, pauses: [...receiver.pauses] };
  }
  const ok = { outcome: "answered", text: "ok" } as const;

  it("goes again after 429, 5xx and a broken connection, later and later", async () => {
    assert.deepEqual(await sendThrough({ status: 500 }, "reset", { status: 429 }), { sent: ok, tries: 4, pauses: [750, 1_500, 3_000] });
  });

  it("waits as long as Retry-After says, and gives up where that is longer than anybody waits", async () => {
    assert.deepEqual(await sendThrough({ status: 429, headers: { "retry-after": "7" } }), { sent: ok, tries: 2, pauses: [7_000] });
    assert.deepEqual(await sendThrough({ status: 503, headers: { "retry-after": "3600" } }), { sent: { outcome: "failed", reason: "it answered 503", isSinkDown: true }, tries: 1, pauses: [] });
    const now = new Date("2026-07-31T05:00:00Z");
    assert.deepEqual(["5", " 1.5 ", "Fri, 31 Jul 2026 05:00:09 GMT", "Fri, 31 Jul 2026 04:00:00 GMT", "soon", null].map((header) => retryAfter(header, now)), [5_000, 1_500, 9_000, 0, undefined, undefined]);
  });

  it("does not go again where it was refused; only what is wrong about the body lets others try", async () => {
    for (const status of [400, 401, 403, 404, 413]) {
      const { sent, tries } = await sendThrough({ status, body: "no" });
      assert.deepEqual({ sent, tries }, { sent: { outcome: "failed", reason: `it answered ${status}: no`, isSinkDown: status !== 400 && status !== 413 }, tries: 1 });
    }
  });

  it("follows no redirect, not even to the same host", async () => {
    const { sent, tries } = await sendThrough({ status: 307, headers: { location: `${receiver.origin}/elsewhere` } });
    assert.equal(tries, 1);
    assert.ok(sent.outcome === "failed" && sent.reason.includes("a redirect, which is not followed"));
  });

  it("gives up in the end, in few words that no server wrote more of than a line", async () => {
    const page = { status: 502, body: `<html>\n\u001b[31m${"x".repeat(1_000_000)}` };
    const { sent, tries } = await sendThrough(page, page, page, page);
    assert.equal(tries, 4);
    assert.ok(sent.outcome === "failed" && sent.reason.length < 250 && sent.reason.startsWith("it answered 502: <html>\\n\\x1b[31mxxx"));
    const reset = await sendThrough("reset", "reset", "reset", "reset");
    assert.ok(reset.sent.outcome === "failed" && /^it could not be reached \((ECONNRESET|UND_ERR_SOCKET)\)$/.test(reset.sent.reason), JSON.stringify(reset));
  });

  it("waits for a server that hangs until it is interrupted, and is sent next time then", async () => {
    receiver.play("hang");
    const stop = new AbortController();
    const waiting = send(() => ({ url: "https://vendor.example", headers: {}, body: "{}", secrets: [] }), receiver.world({}, { signal: stop.signal }));
    setTimeout(() => { stop.abort(); }, 50);
    assert.deepEqual(await waiting, { outcome: "failed", reason: "it was interrupted", isSinkDown: true });
  });

  it("takes silence for a fault that may pass", async () => {
    let tries = 0;
    const silent = () => Promise.reject(tries++ === 0 ? new DOMException("x", "TimeoutError") : new TypeError("fetch failed: https://canary", { cause: Object.assign(new Error("canary"), { code: "ENOTFOUND" }) }));
    const sent = await send(() => ({ url: "https://canary.example", headers: {}, body: "", secrets: [] }), receiver.world({}, { fetch: silent }));
    assert.deepEqual([sent, tries], [{ outcome: "failed", reason: "it could not be reached (ENOTFOUND)", isSinkDown: true }, 4]);
  });
});
