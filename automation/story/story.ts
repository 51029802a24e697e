import { z } from "zod";
import { attributedChangeSchema, driftedResourceSchema, historySchema, personDecisionSchema, remediationStepSchema, resolvedChangeSchema } from "../../policypack/model";

const time = z.iso.datetime({ offset: true });

const place = {
  /** Number of the ledger entry that says so. */
  entry: z.number().int().positive(),
  at: time,
  stack: z.string(),
};

const sight = { ...place, fingerprint: z.string(), history: historySchema, resource: driftedResourceSchema, change: attributedChangeSchema };

/** One thing that happened, as one ledger entry has it. */
export const chapterSchema = z.discriminatedUnion("kind", [
  /** Nobody had seen it before, or it had ended (`again`). */
  z.strictObject({ kind: z.literal("seen"), ...sight, again: z.literal(true).optional() }).readonly(),
  z.strictObject({ kind: z.literal("worse"), ...sight }).readonly(),
  /** The same value, and something else about it: who is taken to have made it, whether it is noise, or absorbed. */
  z.strictObject({ kind: z.literal("retold"), ...sight }).readonly(),
  z.strictObject({ kind: z.literal("decided"), ...place, decision: personDecisionSchema }).readonly(),
  z.strictObject({ kind: z.literal("step"), ...place, step: remediationStepSchema }).readonly(),
  z.strictObject({ kind: z.literal("resolved"), ...place, resolved: resolvedChangeSchema }).readonly(),
  /** When it was last seen; of what has not ended. */
  z.strictObject({ kind: z.literal("open"), ...place, fingerprint: z.string(), path: z.string(), urn: z.string(), history: historySchema }).readonly(),
]);
export type Chapter = z.infer<typeof chapterSchema>;

export const STORY = "whodrift/history@1";

/** What happened to a resource or a change, in the order of the ledger. */
export const storySchema = z
  .strictObject({
    schema: z.literal(STORY),
    /** The URN, ARN or fingerprint that was asked for. */
    asked: z.string(),
    chapters: z.array(chapterSchema).readonly(),
    /** Of what was resolved, noise apart: milliseconds from when it was first seen to its end. */
    meanDrifted: z.number().nonnegative().optional(),
    /** People and others who made what was seen, and how often; most first. */
    actors: z.array(z.strictObject({ principal: z.string(), name: z.string(), times: z.number().int().positive() }).readonly()).readonly(),
  })
  .readonly();
export type Story = z.infer<typeof storySchema>;
