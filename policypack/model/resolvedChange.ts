import { z } from "zod";
import { actorSchema } from "./actor";
import { auditEventSchema } from "./auditEvent";

const time = z.iso.datetime({ offset: true });

/** How a change ended; what was not checked has not ended. */
export const resolvedChangeSchema = z
  .strictObject({
    fingerprint: z.string(),
    urn: z.string(),
    type: z.string(),
    path: z.string(),
    /**
     * reverted: the cloud has the recorded value again, by an update or by somebody's call. adopted: the program has
     * the actual value. absorbed: a refresh took it into the state, and the program agrees or is not known.
     * gone: it went by itself, or with its resource; nothing tells how.
     */
    how: z.enum(["reverted", "adopted", "absorbed", "gone"]),
    /** Of the event or update where one is known, else of the scan that saw it. */
    at: time,
    firstSeen: time,
    actor: actorSchema.optional(),
    event: auditEventSchema.optional(),
    /** The update that did it, as `stack history` numbers them. */
    update: z.strictObject({ version: z.number().int().optional(), startedAt: time.optional(), endedAt: time }).readonly().optional(),
    /** A sentence that a person can check. */
    why: z.string(),
  })
  .readonly();
export type ResolvedChange = z.infer<typeof resolvedChangeSchema>;
