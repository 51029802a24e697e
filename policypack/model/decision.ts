import { z } from "zod";
import { personSchema } from "./personDecision";

export const actionSchema = z.enum(["revert", "adopt", "hold", "ignore", "alert"]);
export type Action = z.infer<typeof actionSchema>;

export const decisionSchema = z
  .strictObject({
    action: actionSchema,
    by: z.union([
      z.strictObject({ rule: z.string() }).readonly(),
      z.strictObject({ person: z.string(), reason: z.string(), basis: personSchema.unwrap().shape.basis.optional() }).readonly(),
    ]),
    /** ISO 8601, UTC: when the decision runs out, or by when it must have been carried out. */
    until: z.iso.datetime({ offset: true }).optional(),
    owner: z.string().optional(),
    overdue: z.boolean().optional(),
    /** Rules that matched before and may not decide this, or no longer; `person:NAME` where a person had said something. */
    passedOver: z.array(z.strictObject({ rule: z.string(), reason: z.string() }).readonly()).readonly().optional(),
  })
  .readonly();
export type Decision = z.infer<typeof decisionSchema>;
