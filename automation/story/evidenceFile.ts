import { z } from "zod";
import { auditEventSchema } from "../../policypack/model";
import { storySchema } from "./story";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const EVIDENCE = "whodrift/evidence@1";

/** A story with all that proves it, in one file. */
export const evidenceSchema = z
  .strictObject({
    schema: z.literal(EVIDENCE),
    writtenAt: z.iso.datetime({ offset: true }),
    story: storySchema,
    /**
     * Every entry of the ledger up to the last one, in order: sha256 of its bytes, and of those that the story was told
     * from the bytes themselves, as UTF-8. What is left out can be compared with the ledger by its digest.
     */
    chain: z.array(z.strictObject({ number: z.number().int().positive(), sha256, text: z.string().optional() }).readonly()).readonly(),
    /** Of the keys that the entries are signed with; see `signatureSchema`. */
    keys: z.array(sha256).readonly(),
    /** The audit records behind the story, redacted, with the place and hash of the originals where they are known. */
    records: z.array(auditEventSchema).readonly(),
  })
  .readonly();
export type Evidence = z.infer<typeof evidenceSchema>;
