import { z } from "zod";

const time = z.iso.datetime({ offset: true });

/** Who says so, and how that is known. */
export const personSchema = z
  .strictObject({
    /** As people know them; chosen by the caller where `basis` is `claimed`. */
    name: z.string().min(1),
    /** An ARN, or the issuer and subject of a token. */
    principal: z.string().min(1),
    /** sts: AWS says who signed the request. oidc: the pipeline's token, its signature verified. claimed: whoever typed it. */
    basis: z.enum(["sts", "oidc", "claimed"]),
  })
  .readonly();
export type Person = z.infer<typeof personSchema>;

export const personActionSchema = z.enum(["hold", "release", "adopt", "revert", "ignore"]);
export type PersonAction = z.infer<typeof personActionSchema>;

/**
 * What a person said about one change. It comes before every rule for as long as it stands: until it runs out, until a
 * later one of the same change, and only while it is about what it was said about (`valueDigest`, `actor`).
 */
export const personDecisionSchema = z
  .strictObject({
    stack: z.string(),
    fingerprint: z.string(),
    urn: z.string(),
    type: z.string(),
    path: z.string(),
    /** The actual value that it was said about. */
    valueDigest: z.string(),
    /** The principal that had made the change, where one was named. */
    actor: z.string().optional(),
    action: personActionSchema,
    by: personSchema,
    reason: z.string().min(1),
    at: time,
    until: time.optional(),
  })
  .readonly();
export type PersonDecision = z.infer<typeof personDecisionSchema>;
