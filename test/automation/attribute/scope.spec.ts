import assert from "node:assert/strict";
import type { FoundDrift } from "../../../policypack/model";
import { attributionOf, context, deleted, drift, summary } from "./shapes/drifts";
import { alice, bob, record, session } from "./shapes/records";

const QUEUE = { type: "aws:sqs/queue:Queue", identities: ["jobs", "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"] };
const PARAMETER = { type: "aws:ssm/parameter:Parameter", identities: ["/app/key"] };

const lived = (found: FoundDrift, times: { readonly created?: string; readonly modified?: string }): FoundDrift => ({ ...found, resource: { ...found.resource, ...times } });
const at = (clock: string) => `2026-01-02T${clock}.400Z`;

const setVisibility = (time: string, who: Parameters<typeof record>[3], seconds: string) =>
  record("sqs", "SetQueueAttributes", time, who, { queueUrl: QUEUE.identities[1] ?? "", attributes: { VisibilityTimeout: seconds } });
const timeout = drift(QUEUE, { path: "visibilityTimeoutSeconds", expected: 30, actual: 5 });

const putParameter = (time: string, who: Parameters<typeof record>[3], more = {}) =>
  record("ssm", "PutParameter", time, who, { name: "/app/key", type: "SecureString", value: "HIDDEN_DUE_TO_SECURITY_REASONS", overwrite: true }, more);
const rotated = drift(PARAMETER, { path: "value", expected: { secret: true, digest: "1" }, actual: { secret: true, digest: "2" } });

describe("what came before Pulumi's last write", () => {
  it("explains a change all the same where its value is seen to be the actual one: an update need not touch every property", () => {
    const found = lived(timeout, { created: at("00:10:00"), modified: at("03:00:00") });
    assert.equal(summary(attributionOf(found, context([setVisibility("02:00", alice, "5")]))), "proven SetQueueAttributes by alice");
  });

  it("is doubted where the update wrote this very property", () => {
    const found = lived(timeout, { created: at("00:10:00"), modified: at("03:00:30") });
    const calls = [setVisibility("02:00", alice, "5"), setVisibility("03:00", session("deploy", "pulumi"), "30")];
    assert.equal(summary(attributionOf(found, context(calls))), "possible SetQueueAttributes by alice");
  });

  it("is not believed where the value cannot be seen, nor is Pulumi's own call", () => {
    const found = lived(rotated, { modified: at("03:00:00") });
    assert.equal(summary(attributionOf(found, context([putParameter("02:00", alice), putParameter("03:00", bob)]))), "nobody: no-event");
  });

  it("leaves the call of whoever came after", () => {
    const found = lived(rotated, { modified: at("03:00:00") });
    assert.equal(summary(attributionOf(found, context([putParameter("03:00", bob), putParameter("03:01", alice)]))), "likely PutParameter by alice");
  });

  it("takes a deployment's own call for one, though the clock of its machine is behind", () => {
    const found = lived(rotated, { modified: "2026-01-02T02:59:50.000Z" });
    const own = putParameter("03:00", bob, { userAgent: "APN/1.0 Pulumi/1.0 (+https://www.pulumi.com) Pulumi-Aws/7.48.0" });
    assert.equal(summary(attributionOf(found, context([own]))), "nobody: no-event");
  });
});

describe("an earlier resource of the same name", () => {
  const deletes = (time: string) => record("sqs", "DeleteQueue", time, alice, { queueUrl: QUEUE.identities[1] ?? "" });

  it("is not this one: what was done to it explains nothing", () => {
    const found = lived(timeout, { created: at("04:00:00"), modified: at("04:00:00") });
    assert.equal(summary(attributionOf(found, context([setVisibility("02:00", alice, "5")]))), "nobody: no-event");
  });

  it("was deleted by somebody who has not deleted this one", () => {
    const found = lived(deleted(QUEUE), { created: at("00:10:00"), modified: at("03:00:00") });
    assert.equal(summary(attributionOf(found, context([deletes("02:00")]))), "nobody: no-event");
    assert.equal(summary(attributionOf(found, context([deletes("02:00"), deletes("05:00")]))), "proven DeleteQueue by alice");
  });
});

describe("what an earlier scan saw already", () => {
  const live = (changes: Partial<Parameters<typeof attributionOf>[1]>) => {
    const coverage = [{ source: "lookup-events" as const, account: "111122223333", region: "eu-west-1", from: "2026-01-02T00:00:00Z", to: "2026-01-02T23:45:00Z", events: 1, complete: true, gaps: [] }];
    return context([], { coverage, ...changes });
  };

  it("is not too recent to be in the trail: nobody found means that there is no event", () => {
    assert.equal(summary(attributionOf(timeout, live({}))), "nobody: too-recent");
    const attribution = attributionOf(timeout, live({ seenBefore: () => "2026-01-02T06:00:00Z" }));
    assert.equal(summary(attribution), "nobody: no-event");
    assert.match(attribution.why.join(), /the scan of 2026-01-02T06:00:00Z saw it already/);
  });

  it("is too recent all the same where that scan was a moment ago", () => {
    assert.equal(summary(attributionOf(timeout, live({ seenBefore: () => "2026-01-02T23:50:00Z" }))), "nobody: too-recent");
  });
});
