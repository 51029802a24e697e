import assert from "node:assert/strict";
import { z } from "zod";
import { ocsf } from "../../../automation/report/ocsf";
import type { Actor, ScanReport } from "../../../policypack/model";
import { hostileReport, hostileTexts } from "../../fixtures/hostileReport";
import { aChange, aDrift, aReport, aStack, anActor, anAttribution, anEvent, typicalReport } from "../../fixtures/report";
import { manyChanges } from "./manyChanges";
import { schemaCheck } from "./schemaCheck";

const eventSchema = z.looseObject({
  class_uid: z.union([z.literal(2004), z.literal(6003), z.literal(6007)]),
  activity_id: z.number(),
  type_uid: z.number(),
  severity_id: z.number(),
  status_id: z.number(),
  message: z.string().optional(),
  metadata: z.object({ version: z.string(), uid: z.string().optional() }),
  finding_info: z.object({ uid: z.string(), related_events: z.array(z.object({ uid: z.string() })).optional() }).optional(),
  resources: z.array(z.looseObject({ uid: z.string() })).optional(),
  src_endpoint: z.record(z.string(), z.string()).optional(),
});

function withoutAddress(): Actor {
  const { sourceIp, ...actor } = anActor();
  assert.ok(sourceIp);
  return actor;
}

const FINDING = 2004;
const CALL = 6003;
const SCAN = 6007;

describe("the ocsf format", () => {
  const checks = {
    [FINDING]: schemaCheck("ocsf-1.5.0-detection-finding.schema.json"),
    [CALL]: schemaCheck("ocsf-1.5.0-api-activity.schema.json"),
    [SCAN]: schemaCheck("ocsf-1.5.0-scan-activity.schema.json"),
  };
  const eventsOf = (report: ScanReport) =>
    ocsf.render(report).trimEnd().split("\n").map((line) => {
      const document: unknown = JSON.parse(line);
      const event = eventSchema.parse(document);
      checks[event.class_uid](document);
      assert.equal(event.type_uid, event.class_uid * 100 + event.activity_id);
      return event;
    });
  const one = (over: Parameters<typeof aChange>[0]) => eventsOf(aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift({ changes: [aChange(over)] })] })] }));

  it("is valid for no, one, 5,000 and hostile changes", function () {
    this.timeout(30_000);
    const findings = (report: ScanReport) => eventsOf(report).filter(({ class_uid }) => class_uid === FINDING).length;
    assert.deepEqual([aReport(), aReport({ stacks: [aStack("a/b/c", { drifts: [aDrift()] })] }), manyChanges(5_000)].map(findings), [0, 1, 5_000]);
    for (const text of hostileTexts) eventsOf(hostileReport(text));
  });

  it("begins with the scan, which failed where something was not checked", () => {
    const [scan, ...events] = eventsOf(typicalReport());
    assert.deepEqual([scan?.class_uid, scan?.status_id], [SCAN, 2]);
    assert.match(scan?.message ?? "", /^5 stacks: 1 drifted, 1 not checked/);
    assert.ok(events.some(({ class_uid, status_id, message }) => class_uid === SCAN && status_id === 2 && message === "acme/billing/prod: not checked"));
    assert.equal(eventsOf(aReport({ stacks: [aStack("a/b/c")] }))[0]?.status_id, 1);
  });

  it("makes a finding of each change, and of each call that is evidence an API activity, once", () => {
    const events = eventsOf(typicalReport());
    const findings = events.filter(({ class_uid }) => class_uid === FINDING);
    assert.deepEqual(findings.map(({ severity_id }) => severity_id), [5, 4, 4, 3, 2]);
    const calls = events.filter(({ class_uid }) => class_uid === CALL).map(({ metadata }) => metadata.uid ?? "");
    assert.deepEqual(calls.toSorted(), ["0b7d2a1e-1111-4222-8333-944445555666", "5f0c1a52-7f7e-4a3b-9d1e-0c5b8f2f6a11"]);
    for (const { finding_info } of findings) for (const { uid } of finding_info?.related_events ?? []) assert.ok(calls.includes(uid));
  });

  it("creates a finding that is new, updates one that goes on, closes one that has ended, suppresses what is ignored", () => {
    const activity = (events: ReturnType<typeof eventsOf>) => events.filter(({ class_uid }) => class_uid === FINDING).map(({ activity_id, status_id }) => [activity_id, status_id]);
    const history = { firstSeen: "2026-07-30T05:00:00Z", lastSeen: "2026-07-31T05:00:00Z", scans: 2 };
    assert.deepEqual(activity(one({})), [[1, 1]]);
    assert.deepEqual(activity(one({ history: { ...history, state: "ongoing" } })), [[2, 2]]);
    assert.deepEqual(activity(one({ decision: { action: "ignore", by: { rule: "tags" } } })), [[1, 3]]);
    const resolved = { fingerprint: "f", urn: "urn:x", type: "t", path: "p", how: "reverted", at: "2026-07-31T05:00:00Z", firstSeen: "2026-07-30T05:00:00Z", why: "an update put it back" } as const;
    assert.deepEqual(activity(eventsOf(aReport({ stacks: [aStack("a/b/c", { resolved: [resolved] })] }))), [[3, 4]]);
  });

  it("says from where a call came: an address, a service, or that it is not told", () => {
    for (const [actor, source] of [
      [anActor(), { ip: "203.0.113.7" }],
      [anActor({ sourceIp: "2001:db8::1" }), { ip: "2001:db8::1" }],
      [anActor({ sourceIp: "cloudformation.amazonaws.com" }), { svc_name: "cloudformation.amazonaws.com" }],
      [withoutAddress(), { name: "not told" }],
    ] as const) {
      assert.deepEqual(one({ attribution: anAttribution({ actor }) }).find(({ class_uid }) => class_uid === CALL)?.src_endpoint, source);
    }
  });

  it("tells a create, a read, an update and a delete apart", () => {
    const activity = (operation: string) => one({ attribution: anAttribution({ event: anEvent({ operation }) }) }).find(({ class_uid }) => class_uid === CALL)?.activity_id;
    assert.deepEqual(["CreateQueue", "DescribeInstances", "PutBucketPolicy", "DeleteBucket"].map(activity), [1, 2, 3, 4]);
  });
});
