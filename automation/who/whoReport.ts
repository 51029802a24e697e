import { z } from "zod";
import { actorSchema, auditCoverageSchema, auditEventSchema, driftedResourceSchema } from "../../policypack/model";

const touchSchema = z
  .strictObject({
    event: auditEventSchema,
    actor: actorSchema,
    /** Follows "<operation> by <who>": what the call asked for, without secrets. */
    says: z.string(),
    /** The stack's own: a deploy principal during one of its updates. */
    deployment: z.boolean(),
  })
  .readonly();
/** One call that changed the resource, or may have. */
export type Touch = z.infer<typeof touchSchema>;

/** A resource that no state at hand owns: all that is known of it is what somebody calls it. */
const strangerSchema = z
  .strictObject({
    type: z.string().optional(),
    arn: z.string().optional(),
    account: z.string().optional(),
    region: z.string().optional(),
    /** The strings by which audit records may name it. */
    identities: z.array(z.string()).readonly(),
  })
  .readonly();
export type Stranger = z.infer<typeof strangerSchema>;

/** Answers `whodrift who`: who touched one resource lately. */
export const whoReportSchema = z
  .strictObject({
    schema: z.literal("whodrift/who@1"),
    /** As it was typed. */
    asked: z.string(),
    /** ISO 8601, UTC. Events of the last 15 minutes may still be on their way. */
    window: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }).readonly(),
    resource: z.union([driftedResourceSchema, strangerSchema]),
    owner: z.union([
      z.strictObject({ stack: z.string(), urn: z.string() }).readonly(),
      /** The reason why it is not known. */
      z.strictObject({ unknown: z.string() }).readonly(),
    ]),
    /** Newest first. */
    touches: z.array(touchSchema).readonly(),
    /** Calls that would have changed the resource, and were refused. */
    failedTries: z.number().int().nonnegative(),
    audit: z.array(auditCoverageSchema).readonly(),
    /** What was not read for want of time, and states that could not be. */
    notRead: z.array(z.string()).readonly(),
  })
  .readonly();
export type WhoReport = z.infer<typeof whoReportSchema>;

/** Was any part of the trail not read at all? Then nobody found does not mean that nothing happened. */
export function couldNotRead({ audit, window }: WhoReport): boolean {
  return audit.length === 0 || audit.some(({ complete, from }) => !complete && Date.parse(from) >= Date.parse(window.to));
}
