import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { compareStack } from "../../../automation/compare/compareStack";
import { stateResourceSchema } from "../../../automation/estate/deployment";
import type { Observation } from "../../../automation/refresh/observation";
import { counts } from "../../../policypack/model";
import { masker, stackOf } from "./observed";

const RECORDED = join(__dirname, "../../../../shared/data/events/kubernetes-preview-refresh.json");

const eventsSchema = z.array(
  z.object({
    resOutputsEvent: z
      .object({
        metadata: z.object({
          op: z.enum(["same", "update", "delete"]),
          old: stateResourceSchema,
          new: stateResourceSchema.nullable(),
          detailedDiff: z.record(z.string(), z.object({ diffKind: z.enum(["add", "add-replace", "delete", "delete-replace", "update", "update-replace"]), inputDiff: z.boolean() })).nullable(),
        }),
      })
      .optional(),
  }),
);

function observations(): readonly Observation[] {
  const events = eventsSchema.parse(JSON.parse(readFileSync(RECORDED, "utf8")));
  return events.flatMap(({ resOutputsEvent: event }): Observation[] => {
    if (event === undefined) return [];
    const { op, old, new: live, detailedDiff } = event.metadata;
    const diff = Object.fromEntries(Object.entries(detailedDiff ?? {}).map(([path, { diffKind, inputDiff }]) => [path, { kind: diffKind, inputDiff }]));
    return [{ outcome: "read", resource: old, recorded: old, op, ...(live === null ? {} : { actual: live }), ...(detailedDiff === null ? {} : { diff }) }];
  });
}

describe(`compare: the recorded refresh of a real Kubernetes provider${existsSync(RECORDED) ? "" : " (skipped: no ../shared beside the checkout)"}`, () => {
  if (!existsSync(RECORDED)) return;

  it("tells what another person changed, added and deleted, and nothing that the API server moved by itself", () => {
    const { drifts, resources } = compareStack(stackOf(observations()), { observations: observations() }, masker());

    const told = drifts.map(({ resource, kind, changes }) => ({
      name: resource.name,
      kind,
      changes: changes
        .filter(counts)
        .map(({ path, kind, tier, expected, actual, replaces }) => ({ path, kind, tier, expected, actual, replaces })),
      noise: changes.flatMap(({ path, noise }) => (noise === undefined ? [] : [`${path}: ${noise.rule}`])),
    }));
    const secret = masker().mask({ ciphertext: "[secret]" });
    assert.deepEqual(told, [
      {
        name: "gone",
        kind: "deleted",
        changes: [{ path: "", kind: "removed", tier: "declared", expected: undefined, actual: undefined, replaces: undefined }],
        noise: [],
      },
      {
        name: "cfg",
        kind: "modified",
        changes: [
          { path: "data.a", kind: "changed", tier: "declared", expected: "1", actual: "HACKED", replaces: true },
          { path: "data.c", kind: "added", tier: "output", expected: undefined, actual: "3", replaces: undefined },
        ],
        noise: ["metadata.managedFields[1]: volatile-output", "metadata.resourceVersion: volatile-output", "__inputs: provider-bookkeeping"],
      },
      {
        name: "sec",
        kind: "modified",
        changes: [{ path: "data.pw", kind: "changed", tier: "declared", expected: secret, actual: secret, replaces: true }],
        noise: [
          "metadata.managedFields[0].manager: volatile-output",
          "metadata.managedFields[0].operation: volatile-output",
          "metadata.managedFields[0].time: volatile-output",
          "metadata.resourceVersion: volatile-output",
        ],
      },
    ]);
    assert.deepEqual(resources, { total: 3, checked: 3, unchecked: [] });
  });
});
