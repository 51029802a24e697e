import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedgerStore, type LedgerStore } from "../../../automation/ledger";
import { notify, openSink } from "../../../automation/notify";
import type { Route } from "../../../automation/notify/routes";
import type { ScanReport } from "../../../policypack/model";
import { aReport, aStack, typicalReport } from "../../fixtures/report";
import { everything } from "./alerts";
import { Receiver } from "./receiver";

describe("notify", () => {
  const receiver = new Receiver(() => ({ status: 204 }));
  before(() => receiver.start());
  after(() => receiver.stop());
  let folder = "";
  let store: LedgerStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-notify-"));
    store = openLedgerStore(folder, { folder, env: {} });
    receiver.received.length = 0;
  });
  afterEach(() => rm(folder, { recursive: true }));

  const sinkAt = (name: string) => ({ name, sink: openSink({ name, kind: "webhook", url: `https://${name}.example` }) });
  async function tell(report: ScanReport, { routes = [], world = receiver.world(), names = ["ops"] }: { readonly routes?: readonly Route[]; readonly world?: ReturnType<Receiver["world"]>; readonly names?: readonly string[] } = {}) {
    const problems = await notify(report, { sinks: names.map(sinkAt), routes, store, world });
    return problems.map(({ message }) => message);
  }
  const ids = () => receiver.received.map(({ headers }) => headers["idempotency-key"]);

  it("given nothing to tell, sends nothing and writes nothing", async () => {
    assert.deepEqual(await tell(aReport({ stacks: [aStack("acme/shop/dev")] })), []);
    assert.deepEqual([receiver.received.length, await store.list("outbox/")], [0, []]);
  });

  it("given a sink that is down, keeps the message and sends it with the next scan, once", async () => {
    receiver.play({ status: 403 });
    assert.deepEqual(await tell(typicalReport()), ["sink ops: 1 of 1 messages could not be delivered and are kept for the next scan: it answered 403"]);
    assert.deepEqual(await tell(aReport()), []);
    const [first, second] = ids();
    assert.equal(first, second);
    assert.deepEqual(receiver.received[0]?.body, receiver.received[1]?.body);
    assert.deepEqual(await tell(aReport()), []);
    assert.equal(receiver.received.length, 2);
  });

  it("keeps no secret with it", async () => {
    receiver.play({ status: 401 });
    const sink = openSink({ name: "ops", kind: "webhook", url: { env: "HOOK" }, token: { env: "TOKEN" } });
    await notify(typicalReport(), { sinks: [{ name: "ops", sink }], routes: [], store, world: receiver.world({ HOOK: "https://ops.example/canary-url", TOKEN: "canary-token" }) });
    assert.doesNotMatch(await readFile(join(folder, "outbox", "ops.json"), "utf8"), /canary/);
  });

  it("given an environment without the sink's key, says which and sends it when it is there", async () => {
    const sink = openSink({ name: "ops", kind: "webhook", url: { env: "HOOK" } });
    const request = { sinks: [{ name: "ops", sink }], routes: [], store };
    const [problem] = await notify(typicalReport(), { ...request, world: receiver.world() });
    assert.match(problem?.message ?? "", /the environment variable HOOK is not set$/);
    assert.deepEqual(await notify(aReport(), { ...request, world: receiver.world({ HOOK: "https://ops.example" }) }), []);
    assert.equal(receiver.received.length, 1);
  });

  it("given one sink that fails, tells the others", async () => {
    receiver.play({ status: 403 });
    const problems = await tell(typicalReport(), { names: ["one", "two", "three"] });
    assert.equal(problems.length, 1);
    assert.equal(receiver.received.length, 3);
  });

  it("sends one message for each route, and each its own", async () => {
    const routes: readonly Route[] = [
      { ...everything, name: "critical", when: { severity: ["critical"] }, unchecked: false },
      { ...everything, name: "net", when: { stack: ["acme/net/*"] } },
      { ...everything, name: "rest" },
    ];
    assert.deepEqual(await tell(typicalReport(), { routes }), []);
    assert.equal(new Set(ids()).size, 2);
  });

  it("says what is lost where the outbox cannot be used, and sends all the same", async () => {
    await writeFile(join(folder, "outbox"), "a file where a folder should be");
    const problems = await tell(typicalReport());
    assert.match(problems.join("\n"), /the outbox cannot be used, so that what does not arrive now is lost/);
    assert.equal(receiver.received.length, 1);
  });

  it("begins an outbox anew that is none, and says so", async () => {
    await store.replace("outbox/ops.json", Buffer.from("{]"));
    assert.deepEqual(await tell(typicalReport()), ["sink ops: the outbox was no use and begins anew: what it held is lost"]);
    assert.deepEqual(await tell(typicalReport()), []);
  });

  it("sends the others where one of them is no message", async () => {
    await store.replace("outbox/call.json", Buffer.from(JSON.stringify({ schema: "whodrift/outbox@1", pending: [{ id: "x", body: "{]", since: "2026-07-31T05:00:00.000Z" }], told: { changes: [], unchecked: [] } })));
    const sink = openSink({ name: "call", kind: "pagerduty", routingKey: { env: "PD" }, region: "us" });
    const [problem] = await notify(typicalReport(), { sinks: [{ name: "call", sink }], routes: [], store, world: receiver.world({ PD: "k" }) });
    assert.match(problem?.message ?? "", /1 of 5 messages could not be delivered and are kept for the next scan: SyntaxError$/);
    assert.equal(receiver.received.length, 4);
  });

  it("gives up what is older than a week, and says so", async () => {
    const later = (days: number) => ({ now: () => new Date(Date.parse("2026-07-31T05:00:00Z") + days * 86_400_000) });
    receiver.play({ status: 403 }, { status: 403 });
    await tell(typicalReport(), { world: receiver.world({}, later(0)) });
    assert.equal((await tell(aReport(), { world: receiver.world({}, later(6)) })).length, 1);
    assert.deepEqual(await tell(aReport(), { world: receiver.world({}, later(8)) }), ["sink ops: 1 old alerts were given up: too old, or too many"]);
    assert.deepEqual(await tell(aReport()), []);
  });
});
