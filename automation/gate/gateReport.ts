import { z } from "zod";
import { actorSchema, auditEventSchema, confidenceSchema, decisionSchema, jsonSchema } from "../../policypack/model";

const time = z.iso.datetime({ offset: true });

/**
 * Why a step may not happen while a change is held.
 * writes: the plan writes the held property. may-send-whole: it writes another property of the resource, and the
 * engine does not tell whether the provider sends the held one along. replaces, deletes: the resource that has the held
 * value goes. recreates: somebody deleted the resource, and that is held.
 */
const whySchema = z.enum(["writes", "may-send-whole", "replaces", "deletes", "recreates"]);
export type Why = z.infer<typeof whySchema>;

const plannedStepSchema = z
  .strictObject({
    urn: z.string(),
    type: z.string(),
    /** The engine's word. Both halves of a replacement are one step, `replace`. */
    op: z.string(),
  })
  .readonly();

const waySchema = z
  .strictObject({
    text: z.string(),
    /** To be typed as it stands. */
    command: z.string().optional(),
  })
  .readonly();
/** One way to go on. */
export type Way = z.infer<typeof waySchema>;

const obstacleSchema = z
  .strictObject({
    why: whySchema,
    /** "" where the whole resource is meant. */
    path: z.string(),
    /** In AWS, as the last scan saw it. Secrets are masked in all of these. */
    actual: jsonSchema.optional(),
    /** After the step, where there is one. */
    planned: jsonSchema.optional(),
    fingerprint: z.string(),
    decision: decisionSchema,
    actor: actorSchema.optional(),
    event: auditEventSchema.optional(),
    confidence: confidenceSchema.optional(),
    ways: z.array(waySchema).readonly(),
  })
  .readonly();
/** One held change that is in a step's way. */
export type Obstacle = z.infer<typeof obstacleSchema>;

const refusedStepSchema = z.strictObject({ ...plannedStepSchema.unwrap().shape, held: z.array(obstacleSchema).min(1).readonly() }).readonly();
export type RefusedStep = z.infer<typeof refusedStepSchema>;

const openDriftReadSchema = z.discriminatedUnion("outcome", [
  /** @property stale it has run out; by how much, `expiresAt` tells */
  z.strictObject({ outcome: z.literal("read"), location: z.string(), generatedAt: time, expiresAt: time, stale: z.boolean(), held: z.number().int().nonnegative() }).readonly(),
  /** The stack was never scanned, as far as this ledger tells: nothing is held. */
  z.strictObject({ outcome: z.literal("missing"), location: z.string() }).readonly(),
  z.strictObject({ outcome: z.literal("unusable"), location: z.string(), reason: z.string() }).readonly(),
]);
export type OpenDriftFound = z.infer<typeof openDriftReadSchema>;

const violationSchema = z.strictObject({ pack: z.string(), policy: z.string(), urn: z.string(), /** Absent where it may quote a secret. */ message: z.string().optional() }).readonly();
/** Of a mandatory policy, which would stop the `up` as well. */
export type GateViolation = z.infer<typeof violationSchema>;

export const GATE_REPORT = "whodrift/gate@1";

/** Answers `whodrift gate`: may this `up` go ahead? */
export const gateReportSchema = z
  .strictObject({
    schema: z.literal(GATE_REPORT),
    /** `org/project/stack` */
    stack: z.string(),
    at: time,
    /** unknown: it could not be told, `problems` says why. It comes before refused, as what was refused may not be all. */
    verdict: z.enum(["may-go-ahead", "refused", "unknown"]),
    /** The preview looked at the cloud first, as `up --refresh` does. */
    refreshed: z.boolean(),
    openDrift: openDriftReadSchema,
    problems: z.array(z.strictObject({ code: z.string(), message: z.string(), fix: z.string().optional() }).readonly()).readonly(),
    /** Steps that change something and touch nothing that is held. */
    allowed: z.array(plannedStepSchema).readonly(),
    refused: z.array(refusedStepSchema).readonly(),
    /** Resources that the `up` would pass without doing anything; the engine's own are left out. */
    unchanged: z.number().int().nonnegative(),
    violations: z.array(violationSchema).readonly(),
  })
  .readonly();
export type GateReport = z.infer<typeof gateReportSchema>;
