import { z } from "zod";
import { jsonObjectSchema, type JsonObject } from "../../policypack/model";

/** What an `up` would do with one resource. Inputs may hold secrets. */
export interface PlannedStep {
  /** The engine's word; `replace` for both halves of a replacement. */
  readonly op: string;
  readonly urn: string;
  /** As the state calls it, where an alias gives it another URN. */
  readonly formerUrn?: string;
  readonly type: string;
  /** Absent where there was no resource. After a refresh these are the actual ones. */
  readonly before?: Sides;
  readonly planned?: JsonObject;
  /** What the provider says would be written, as property paths; absent where it says only yes or no. */
  readonly touched?: readonly string[];
}

interface Sides {
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** What the engine's events of a preview say that matters here. */
export type PlanEvent =
  | { readonly event: "step"; readonly step: PlannedStep }
  | { readonly event: "refreshed"; readonly urn: string }
  | { readonly event: "violation"; readonly pack: string; readonly policy: string; readonly urn: string; readonly message: string }
  | { readonly event: "error"; readonly message: string };

const properties = jsonObjectSchema.nullish().transform((value) => value ?? {});
const stateSchema = z.object({ urn: z.string(), delete: z.boolean().default(false), inputs: properties, outputs: properties });
const metadataSchema = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: stateSchema.nullish(),
  new: stateSchema.nullish(),
  diffs: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), z.unknown()).nullish(),
});
const eventSchema = z.object({
  resourcePreEvent: z.object({ metadata: metadataSchema }).optional(),
  resOutputsEvent: z.object({ metadata: metadataSchema.pick({ op: true, urn: true }) }).optional(),
  policyEvent: z.object({ resourceUrn: z.string().default(""), message: z.string(), policyName: z.string(), policyPackName: z.string(), enforcementLevel: z.string() }).optional(),
  diagnosticEvent: z.object({ severity: z.string(), message: z.string() }).optional(),
});

/**
 * Reads one event of a preview's stream, or says that it does not matter.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/events.go
 * @throws ZodError where a step cannot be read: then nobody may say that it touches nothing
 */
export function readPlanEvent(raw: unknown): PlanEvent | undefined {
  const { resourcePreEvent, resOutputsEvent, policyEvent, diagnosticEvent } = eventSchema.parse(raw);
  if (resourcePreEvent !== undefined) return stepOf(resourcePreEvent.metadata);
  if (resOutputsEvent?.metadata.op === "refresh") return { event: "refreshed", urn: resOutputsEvent.metadata.urn };
  if (policyEvent?.enforcementLevel === "mandatory") {
    const { policyPackName: pack, policyName: policy, resourceUrn: urn, message } = policyEvent;
    return { event: "violation", pack, policy, urn, message };
  }
  return diagnosticEvent?.severity === "error" ? { event: "error", message: diagnosticEvent.message } : undefined;
}

// What the engine does with what an earlier, or this, replacement has left: the replacement itself is told besides.
const LEFTOVERS: ReadonlySet<string> = new Set(["delete-replaced", "discard-replaced", "remove-pending-replace"]);

function stepOf({ op, urn, type, old, new: planned, diffs, detailedDiff }: z.infer<typeof metadataSchema>): PlanEvent | undefined {
  if (op === "refresh" || LEFTOVERS.has(op)) return undefined;
  const touched = detailedDiff == null || Object.keys(detailedDiff).length === 0 ? diffs : Object.keys(detailedDiff);
  return {
    event: "step",
    step: {
      op: op === "create-replacement" ? "replace" : op,
      urn,
      ...(old != null && old.urn !== urn && { formerUrn: old.urn }),
      type,
      ...(old != null && { before: { inputs: old.inputs, outputs: old.outputs } }),
      ...(planned != null && { planned: planned.inputs }),
      ...(touched != null && touched.length > 0 && { touched }),
    },
  };
}
