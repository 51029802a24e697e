import assert from "node:assert/strict";
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { mockClient, type AwsClientStub } from "aws-sdk-client-mock";
import { z } from "zod";
import { eventbridge } from "../../../../automation/notify/sinks/eventbridge";
import { typicalReport } from "../../../fixtures/report";
import { hostileReport, hostileTexts } from "../../../fixtures/hostileReport";
import { serviceError } from "../../ledger/memoryS3";
import { alertOf, reportOf } from "../alerts";
import { Receiver } from "../receiver";

const BUS = "arn:aws:events:eu-west-1:123456789012:event-bus/security";
const detailSchema = z.looseObject({ schema: z.literal("whodrift/alert@1"), about: z.string(), text: z.string() });

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
const sizeOf = ({ Source: source = "", DetailType: type = "", Detail: detail = "" }: PutEventsRequestEntry) => 14 + Buffer.byteLength(source + type + detail);

describe("sink eventbridge", () => {
  let bus: AwsClientStub<EventBridgeClient>;
  beforeEach(() => {
    bus = mockClient(EventBridgeClient);
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
  });
  afterEach(() => {
    bus.restore();
  });

  const open = eventbridge.open({ name: "bus", kind: "eventbridge", bus: BUS });
  const calls = () => bus.commandCalls(PutEventsCommand).map(({ args: [{ input }] }) => input.Entries ?? []);
  async function deliver(report = typicalReport()) {
    const deliver = open.connect(new Receiver(() => ({ status: 500 })).world());
    const deliveries = [];
    for (const parcel of open.pack(alertOf(report))) deliveries.push(await deliver(parcel));
    return deliveries;
  }

  it("puts an event for the alert, each change and each stack that was not checked", async () => {
    assert.deepEqual(await deliver(), [{ outcome: "delivered" }]);
    assert.deepEqual(calls().flat().map(({ Source: source, DetailType: type, EventBusName: name }) => [source, type, name]), ["alert", "unchecked", ...Array<string>(4).fill("change")].map((about) => ["whodrift", `whodrift ${about}`, BUS]));
    for (const { Detail: detail = "" } of calls().flat()) detailSchema.parse(JSON.parse(detail));
  });

  it("keeps to ten entries and 256 KB a call, for one change, 5,000, and whatever things are called", async () => {
    for (const report of [reportOf(1), reportOf(5_000), ...hostileTexts.map(hostileReport)]) await deliver(report);
    for (const entries of calls()) {
      assert.ok(entries.length >= 1 && entries.length <= 10);
      assert.ok(entries.reduce((sum, entry) => sum + sizeOf(entry), 0) <= 262_144);
      // What is half a pair of surrogates is no JSON for everybody.
      for (const { Detail: detail = "" } of entries) assert.doesNotMatch(detail, /(?<!\\)\\ud[89a-f]/i);
    }
  });

  it("puts again only what was refused, and keeps only that", async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ EventId: "1" }, { ErrorCode: "ThrottlingException" }] });
    const [delivery] = await deliver(reportOf(1));
    assert.deepEqual(calls().map((entries) => entries.map(({ DetailType: type }) => type)).slice(0, 2), [["whodrift alert", "whodrift change"], ["whodrift change"]]);
    assert.ok(delivery?.outcome === "failed");
    assert.match(delivery.reason, /refused: ThrottlingException/);
  });

  it("given an entry that is taken the second time, has delivered it", async () => {
    bus.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 1, Entries: [{ EventId: "1" }, { ErrorCode: "InternalFailure" }] }).resolves({ FailedEntryCount: 0, Entries: [{ EventId: "2" }] });
    assert.deepEqual(await deliver(reportOf(1)), [{ outcome: "delivered" }]);
    assert.deepEqual(calls().map(({ length }) => length), [2, 1]);
  });

  it("says why it may not", async () => {
    bus.on(PutEventsCommand).rejects(serviceError("AccessDeniedException"));
    const [delivery] = await deliver();
    assert.ok(delivery?.outcome === "failed" && delivery.isSinkDown && delivery.reason.startsWith("AccessDeniedException"));
  });
});
