import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readEvent, type RefreshEvent } from "../../../automation/refresh/engineEvent";

// Streams of real providers lie beside the checkout, and not everybody has them.
const recorded = join(__dirname, "../../../../shared/data/events");
const events = z.array(z.unknown());

const metadata = { op: "update", urn: "urn:x", old: { id: "1", inputs: { a: 1 }, outputs: { a: 1 } }, new: { id: "1", inputs: { a: 2 }, outputs: { a: 2 } }, detailedDiff: null };
const outputs = (change: object) => ({ sequence: 7, resOutputsEvent: { metadata: { ...metadata, ...change }, planning: true } });

describe("an engine event", () => {
  it("of a resource that was read tells both states", () => {
    assert.deepEqual(readEvent(outputs({})), {
      event: "read",
      urn: "urn:x",
      id: "1",
      seen: { outcome: "read", op: "update", recorded: { inputs: { a: 1 }, outputs: { a: 1 } }, actual: { inputs: { a: 2 }, outputs: { a: 2 } } },
    });
  });

  it("carries the diff by path where the provider gave one", () => {
    const event = readEvent(outputs({ detailedDiff: { "tags.a": { diffKind: "add-replace", inputDiff: true }, b: { diffKind: "update" } } }));
    assert.ok(event?.event === "read");
    assert.deepEqual(event.seen.diff, { "tags.a": { kind: "add-replace", inputDiff: true }, b: { kind: "update", inputDiff: false } });
  });

  it("of a deleted resource has no actual state, even where the engine repeats the old one", () => {
    for (const gone of [null, undefined, metadata.old]) {
      const event = readEvent(outputs({ op: "delete", new: gone }));
      assert.ok(event?.event === "read");
      assert.deepEqual(Object.keys(event.seen), ["outcome", "op", "recorded"]);
    }
  });

  it("of an error names the resource, if it has one", () => {
    assert.deepEqual(readEvent({ diagnosticEvent: { severity: "error", urn: "urn:x", message: "boom", prefix: "error: " } }), { event: "error", urn: "urn:x", message: "boom" });
    assert.deepEqual(readEvent({ diagnosticEvent: { severity: "error", message: "boom" } }), { event: "error", message: "boom" });
  });

  for (const [what, raw] of [
    ["of a resource that waits to be deleted", outputs({ old: { ...metadata.old, delete: true } })],
    ["of an operation that a refresh does not have", outputs({ op: "create" })],
    ["of a warning", { diagnosticEvent: { severity: "warning", urn: "urn:x", message: "using a plugin from $PATH" } }],
    ["of something new", { sequence: 1, tomorrowEvent: {} }],
    ["that is no object", "resOutputsEvent"],
    ["that is null", null],
  ] as const) {
    it(`${what} does not matter`, () => {
      assert.equal(readEvent(raw), undefined);
    });
  }
});

describe("recorded event streams", () => {
  if (!existsSync(recorded)) {
    it("are not read here, because ../shared/data/events is not beside this checkout", () => {
      assert.equal(existsSync(recorded), false);
    });
  } else {
    const reads = (raw: readonly unknown[]) => raw.map(readEvent).filter((event): event is Extract<RefreshEvent, { event: "read" }> => event?.event === "read");

    it("of a real Kubernetes refresh give the changes that were made there", () => {
      const heard = reads(events.parse(JSON.parse(readFileSync(join(recorded, "kubernetes-preview-refresh.json"), "utf8"))));
      const changed = heard.filter(({ seen }) => seen.op !== "same");
      assert.deepEqual(changed.map(({ urn, seen }) => [urn.split("::")[2], seen.op, Object.entries(seen.diff ?? {})]).toSorted(), [
        ["kubernetes:core/v1:ConfigMap", "delete", []],
        ["kubernetes:core/v1:ConfigMap", "update", [["data.a", { kind: "update-replace", inputDiff: false }]]],
        ["kubernetes:core/v1:Secret", "update", [["data.pw", { kind: "update-replace", inputDiff: false }]]],
      ]);
      for (const { seen } of changed) assert.equal(seen.actual === undefined, seen.op === "delete");
    });

    for (const file of ["up-4.json", "webserver-userdata.json", "template-body.json", "destroy-with-custom-resource-parent.json"]) {
      it(`of a real update (${file}) are taken in without an error, and never as an operation that a refresh does not have`, () => {
        const raw = readFileSync(join(recorded, "pulumi-display", file), "utf8").split("\n").filter((line) => line !== "");
        for (const { seen } of reads(raw.map((line): unknown => JSON.parse(line)))) assert.ok(["same", "update", "delete"].includes(seen.op));
      });
    }
  }
});
