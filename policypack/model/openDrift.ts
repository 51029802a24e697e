import { z } from "zod";
import { actorSchema } from "./actor";
import { confidenceSchema } from "./attribution";
import { auditEventSchema } from "./auditEvent";
import { decisionSchema } from "./decision";
import { absorbedSchema, driftedResourceSchema } from "./drift";
import { signatureSchema } from "./signature";
import { jsonSchema } from "./value";

export const OPEN_DRIFT = "whodrift/open-drift@1";

/** One change that is still open and that `pulumi up` must know about. Secrets are masked here too. */
export const openDriftEntrySchema = z
  .strictObject({
    urn: z.string(),
    type: z.string(),
    path: z.string(),
    /** The value in the recorded state, of what is absorbed the one before; absent where it has none. */
    recorded: jsonSchema.optional(),
    /** See `inputsDigest`: the resource's inputs as they are recorded. */
    recordedInputsDigest: z.string(),
    /** Property paths of the secrets among these inputs: a policy pack sees secrets without a mark. */
    secretInputs: z.array(z.string()).readonly().optional(),
    actual: jsonSchema.optional(),
    fingerprint: z.string(),
    valueDigest: z.string(),
    decision: decisionSchema,
    /** Absent where nobody could be named. */
    actor: actorSchema.optional(),
    event: auditEventSchema.optional(),
    confidence: confidenceSchema.optional(),
    /** Reverting would replace the resource. */
    replaces: z.boolean().optional(),
    /** Somebody can do or reach what they could not. */
    opensAccess: z.boolean().optional(),
    /** The recorded state has the actual value by now; see `absorbedSchema`. */
    absorbed: absorbedSchema.optional(),
    /** Of a deletion: what the state says no more once it is absorbed. */
    resource: driftedResourceSchema.optional(),
  })
  .readonly();
export type OpenDriftEntry = z.infer<typeof openDriftEntrySchema>;

/** What the policy pack reads for the stack at hand. Written by `whodrift scan`. */
export const openDriftSchema = z
  .strictObject({
    schema: z.literal(OPEN_DRIFT),
    generatedAt: z.iso.datetime({ offset: true }),
    expiresAt: z.iso.datetime({ offset: true }),
    /** `org/project/stack` */
    stack: z.string(),
    entries: z.array(openDriftEntrySchema).readonly(),
    adoptions: z.array(openDriftEntrySchema).readonly(),
    /** Over the canonical JSON of all the rest. */
    signature: signatureSchema.optional(),
  })
  .readonly();
export type OpenDrift = z.infer<typeof openDriftSchema>;
