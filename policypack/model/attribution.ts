import { z } from "zod";
import { actorSchema } from "./actor";
import { auditEventSchema } from "./auditEvent";

/**
 * Confidence is about the event. proven: it names the resource and its parameters explain the new value.
 * likely: it names the resource and its operation is the one that changes this property.
 * possible: it names the resource, no more.
 */
export const confidenceSchema = z.enum(["proven", "likely", "possible"]);
export type Confidence = z.infer<typeof confidenceSchema>;

export const noActorReasonSchema = z.enum([
  "no-event",
  "too-recent",
  "before-retention",
  "data-event",
  "source-unavailable",
  "not-asked",
  "provider-noise",
]);
export type NoActorReason = z.infer<typeof noActorReasonSchema>;

const why = z.array(z.string()).readonly();

export const attributedSchema = z
  .strictObject({
    confidence: confidenceSchema,
    actor: actorSchema,
    event: auditEventSchema,
    /** Earlier events that touched the same property, newest first. */
    related: z.array(auditEventSchema).readonly(),
    /** Sentences that a person can check. */
    why,
  })
  .readonly();
export type Attributed = z.infer<typeof attributedSchema>;

export const unattributedSchema = z.strictObject({ confidence: z.literal("none"), reason: noActorReasonSchema, why }).readonly();
export type Unattributed = z.infer<typeof unattributedSchema>;

export const attributionSchema = z.union([attributedSchema, unattributedSchema]);
export type Attribution = Attributed | Unattributed;

export function isAttributed(attribution: Attribution): attribution is Attributed {
  return attribution.confidence !== "none";
}
