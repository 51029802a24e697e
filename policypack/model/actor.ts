import { z } from "zod";

export const actorKindSchema = z.enum(["human", "automation", "aws-service", "iac", "unknown"]);
export type ActorKind = z.infer<typeof actorKindSchema>;

/** signed in as | session name chosen by the caller | role only */
export const actorIdentitySchema = z.enum(["verified", "claimed", "unresolved"]);
export type ActorIdentity = z.infer<typeof actorIdentitySchema>;

export const channelSchema = z.enum([
  "console",
  "cli",
  "sdk",
  "cloudformation",
  "terraform",
  "pulumi",
  "service",
  "kubernetes",
  "cdk",
  "unknown",
]);
export type Channel = z.infer<typeof channelSchema>;

/** One step from the acting credentials back to who signed in. */
export const chainLinkSchema = z
  .strictObject({
    /** CloudTrail's `userIdentity.type`. */
    kind: z.string(),
    name: z.string(),
    principal: z.string(),
    /** The `AssumeRole*` event that made this session. */
    eventId: z.string().optional(),
  })
  .readonly();
export type ChainLink = z.infer<typeof chainLinkSchema>;

export const actorSchema = z
  .strictObject({
    kind: actorKindSchema,
    /** As people know them: user name, e-mail address, `repo:org/repo:ref:…`. Chosen by the caller where `identity` is `claimed`. */
    name: z.string(),
    /** How people call this name: an alias of the configuration, or a pipeline's subject in words. Proves nothing; rules match the name. */
    knownAs: z.string().optional(),
    principal: z.string(),
    account: z.string().optional(),
    identity: actorIdentitySchema,
    via: channelSchema,
    /** A user agent is a claim; a credential or a service principal is not. */
    viaBasis: z.enum(["credential", "user-agent"]),
    breakGlass: z.boolean().optional(),
    sourceIp: z.string().optional(),
    userAgent: z.string().optional(),
    mfa: z.boolean().optional(),
    /** From the acting session back to the human; may be empty. */
    chain: z.array(chainLinkSchema).readonly(),
  })
  .readonly();
export type Actor = z.infer<typeof actorSchema>;
