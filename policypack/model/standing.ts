import { z } from "zod";
import { personDecisionSchema } from "./personDecision";
import { seenChangeSchema } from "./ledgerEntry";

export const STANDING = "whodrift/standing@1";

/**
 * Where a stack stands: what its ledger entries come to, so that a scan need not read them all. It can be made again
 * from them at any time.
 */
export const standingSchema = z
  .strictObject({
    schema: z.literal(STANDING),
    stack: z.string(),
    /** The last ledger entry that is in it. */
    number: z.number().int().nonnegative(),
    /** Every change that is open, noise too, with its detail. */
    open: z.array(seenChangeSchema).readonly(),
    /** The last one of each change that may still stand. */
    decisions: z.array(personDecisionSchema).readonly(),
    /** How often a change has gone by itself and come back, by fingerprint. */
    flaps: z.record(z.string(), z.number().int().positive()).readonly(),
  })
  .readonly();
export type Standing = z.infer<typeof standingSchema>;
