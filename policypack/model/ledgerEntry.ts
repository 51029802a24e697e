import { z } from "zod";
import { decisionSchema } from "./decision";
import { attributedChangeSchema, driftedResourceSchema, historySchema } from "./drift";
import { personDecisionSchema, personSchema } from "./personDecision";
import { resolvedChangeSchema } from "./resolvedChange";
import { shardSchema, stackStatusSchema } from "./scanReport";
import { signatureSchema } from "./signature";

const time = z.iso.datetime({ offset: true });

/** A change as one scan saw it. */
export const seenChangeSchema = z
  .strictObject({
    fingerprint: z.string(),
    valueDigest: z.string(),
    history: historySchema,
    decision: decisionSchema,
    /** All of it, where it is new or worse, or is given to somebody else than last time; redacted like the report. */
    detail: z.strictObject({ resource: driftedResourceSchema, change: attributedChangeSchema }).readonly().optional(),
  })
  .readonly();
export type SeenChange = z.infer<typeof seenChangeSchema>;

export const seenStackSchema = z
  .strictObject({
    stack: z.string(),
    status: stackStatusSchema,
    /** URNs of what was not checked this time. */
    unchecked: z.array(z.string()).readonly(),
    changes: z.array(seenChangeSchema).readonly(),
    resolved: z.array(resolvedChangeSchema).readonly(),
  })
  .readonly();
export type SeenStack = z.infer<typeof seenStackSchema>;

/** One step of a remediation, before and after it is done: what was interrupted can be resumed, and is known. */
export const remediationStepSchema = z
  .strictObject({
    stack: z.string(),
    /** Of one `whodrift remediate --apply`. */
    run: z.string(),
    fingerprints: z.array(z.string()).readonly(),
    urn: z.string(),
    action: z.enum(["release", "revert", "adopt"]),
    status: z.enum(["started", "done", "stopped"]),
    by: personSchema,
    at: time,
    /** Why it stopped. */
    reason: z.string().optional(),
  })
  .readonly();
export type RemediationStep = z.infer<typeof remediationStepSchema>;

export const ledgerBodySchema = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("scan"),
      scan: z.strictObject({ id: z.string(), startedAt: time, finishedAt: time, version: z.string(), configDigest: z.string().optional(), shard: shardSchema.optional() }).readonly(),
      stacks: z.array(seenStackSchema).readonly(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal("decision"), decision: personDecisionSchema }).readonly(),
  z.strictObject({ kind: z.literal("remediation"), step: remediationStepSchema }).readonly(),
]);
export type LedgerBody = z.infer<typeof ledgerBodySchema>;

export const LEDGER_ENTRY = "whodrift/ledger-entry@1";

/** One immutable object of the ledger. */
export const ledgerEntrySchema = z
  .strictObject({
    schema: z.literal(LEDGER_ENTRY),
    /** From 1 on, without a gap. */
    number: z.number().int().positive(),
    /** sha256, in hex, of the bytes of the entry before; absent in the first. */
    previous: z.string().regex(/^[0-9a-f]{64}$/).optional(),
    at: time,
    body: ledgerBodySchema,
    /** Over the canonical JSON of all the rest. */
    signature: signatureSchema.optional(),
  })
  .readonly();
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
