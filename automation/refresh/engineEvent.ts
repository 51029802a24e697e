import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { jsonObjectSchema } from "../../policypack/model";
import type { DiffKind, Observation, ResourceState } from "./observation";

type Read = Extract<Observation, { outcome: "read" }>;

/** What the engine's event stream says that matters here. */
export type RefreshEvent =
  | { readonly event: "read"; readonly urn: string; readonly id: string; readonly seen: Omit<Read, "resource"> }
  | { readonly event: "error"; readonly urn?: string; readonly message: string };

const diffKinds = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"] as const satisfies readonly DiffKind[];

const properties = jsonObjectSchema.nullish().transform((value) => value ?? {});

const stateSchema = z.object({ id: z.string().default(""), delete: z.boolean().default(false), inputs: properties, outputs: properties });

const resOutputsSchema = z.object({
  resOutputsEvent: z.object({
    metadata: z.object({
      op: z.enum(["same", "update", "delete"]),
      urn: z.string(),
      old: stateSchema,
      new: stateSchema.nullish(),
      detailedDiff: z.record(z.string(), z.object({ diffKind: z.enum(diffKinds), inputDiff: z.boolean().default(false) })).nullish(),
    }),
  }),
});

const errorSchema = z.object({
  diagnosticEvent: z.object({ severity: z.literal("error"), urn: z.string().optional(), message: z.string() }),
});

/**
 * Reads one engine event, or says that it does not matter: other kinds of event, and resources that are read
 * only because a replacement has not deleted them yet (they share the URN of the resource that replaced them).
 * An event that is not as expected does not matter either: its resource ends as unchecked, because nothing was
 * heard of it.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/events.go
 */
export function readEvent(raw: unknown): RefreshEvent | undefined {
  if (typeof raw !== "object" || raw === null) return undefined;
  if ("diagnosticEvent" in raw) {
    const error = errorSchema.safeParse(raw);
    if (!error.success) return undefined;
    const { urn, message } = error.data.diagnosticEvent;
    return { event: "error", message, ...(urn !== undefined && urn !== "" && { urn }) };
  }
  // Half of all events are of other kinds, and a schema takes longest to say no.
  const parsed = "resOutputsEvent" in raw ? resOutputsSchema.safeParse(raw) : undefined;
  if (parsed?.success !== true) return undefined;
  const { op, urn, old, new: actual, detailedDiff } = parsed.data.resOutputsEvent.metadata;
  if (old.delete) return undefined;
  const recorded = { inputs: old.inputs, outputs: old.outputs };
  return {
    event: "read",
    urn,
    id: old.id,
    seen: {
      outcome: "read",
      op,
      recorded,
      ...(op !== "delete" && actual != null && { actual: shared(recorded, { inputs: actual.inputs, outputs: actual.outputs }) }),
      ...(detailedDiff != null && {
        diff: Object.fromEntries(Object.entries(detailedDiff).map(([path, { diffKind: kind, inputDiff }]) => [path, { kind, inputDiff }])),
      }),
    },
  };
}

/** What did not change is kept once: the events of a large stack are most of what a scan holds in memory. */
function shared(recorded: ResourceState, actual: ResourceState): ResourceState {
  return isDeepStrictEqual(recorded, actual) ? recorded : actual;
}
