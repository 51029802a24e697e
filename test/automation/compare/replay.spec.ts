import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { compareStack } from "../../../automation/compare/compareStack";
import { stateResourceSchema } from "../../../automation/estate/deployment";
import type { Observation } from "../../../automation/refresh/observation";
import { counts } from "../../../policypack/model";
import { masker, stackOf } from "./observed";

const EVENTS = join(__dirname, "../../../../shared/data/events");
const REFRESH = join(EVENTS, "kubernetes-preview-refresh.json");
const UPDATE = join(EVENTS, "pulumi-display/up-4.json");
const absent = existsSync(EVENTS) ? "" : " (skipped: no ../shared/data/events beside the checkout)";

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

function observations(json: unknown): readonly Observation[] {
  return eventsSchema.parse(json).flatMap(({ resOutputsEvent: event }): Observation[] => {
    if (event === undefined) return [];
    const { op, old, new: live, detailedDiff } = event.metadata;
    const diff = Object.fromEntries(Object.entries(detailedDiff ?? {}).map(([path, { diffKind, inputDiff }]) => [path, { kind: diffKind, inputDiff }]));
    return [{ outcome: "read", resource: old, recorded: old, op, ...(live === null ? {} : { actual: live }), ...(detailedDiff === null ? {} : { diff }) }];
  });
}

describe(`compare: recorded engine events${absent}`, () => {
  if (absent !== "") return;

  it("a refresh by a real Kubernetes provider: tells what another person changed, added and deleted, and nothing that the API server moved by itself", () => {
    const seen = observations(JSON.parse(readFileSync(REFRESH, "utf8")));
    const { drifts, resources } = compareStack(stackOf(seen), { observations: seen }, masker(), new Set());

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
        noise: [
          'metadata.managedFields[0].fieldsV1["f:data"]["f:a"]: volatile-output',
          "metadata.managedFields[1]: volatile-output",
          "metadata.resourceVersion: volatile-output",
          "__inputs: provider-bookkeeping",
        ],
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

  it("a real security group that was given a rule: tells the one rule, whatever the many paths of the provider", () => {
    const lines = readFileSync(UPDATE, "utf8").split("\n").filter((line) => line.includes('"detailedDiff":{') && line.includes("resOutputsEvent"));
    const seen = observations(lines.map((line): unknown => JSON.parse(line)));
    const [drift, ...others] = compareStack(stackOf(seen), { observations: seen }, masker(), new Set()).drifts;
    assert.deepEqual(others, []);
    assert.deepEqual(
      drift?.changes.map(({ path, kind, severity, opensAccess }) => ({ path, kind, severity, opensAccess })),
      [{ path: "ingress[1]", kind: "added", severity: "critical", opensAccess: true }],
    );
    assert.equal(drift.resource.region, "us-west-2");
  });
});
