import { z } from "zod";
import { attributionSchema } from "./attribution";
import { decisionSchema } from "./decision";
import { jsonSchema } from "./value";

export const severities = ["low", "medium", "high", "critical"] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

/** set by the program | hidden by ignoreChanges | never set by the program */
export const tierSchema = z.enum(["declared", "ignored", "output"]);
export type Tier = z.infer<typeof tierSchema>;

export const changeKindSchema = z.enum(["added", "removed", "changed"]);
export type ChangeKind = z.infer<typeof changeKindSchema>;

export const absorbedSchema = z
  .strictObject({
    /** When the refresh ended, or the resource was last recorded; ISO 8601, UTC. */
    at: z.iso.datetime({ offset: true }),
    /** False where it may as well be the program that has the value by now: the history does not tell. */
    certain: z.boolean(),
  })
  .readonly();
export type Absorbed = z.infer<typeof absorbedSchema>;

export const driftedResourceSchema = z
  .strictObject({
    urn: z.string(),
    type: z.string(),
    name: z.string(),
    /** The cloud's id; "" where it has none. */
    id: z.string(),
    arn: z.string().optional(),
    account: z.string().optional(),
    region: z.string().optional(),
    /** The strings by which audit records name this resource: id, ARN, name. Matched whole, never as substrings. */
    identities: z.array(z.string()).readonly(),
    protect: z.boolean().optional(),
    parent: z.string().optional(),
    /** When Pulumi made it, and when Pulumi last wrote it; ISO 8601, UTC. Nothing older can be a change of it. */
    created: z.iso.datetime({ offset: true }).optional(),
    modified: z.iso.datetime({ offset: true }).optional(),
    declaredAt: z.strictObject({ file: z.string(), line: z.number() }).readonly().optional(),
  })
  .readonly();
export type DriftedResource = z.infer<typeof driftedResourceSchema>;

/** What the comparison alone can say of a change. */
const foundChangeShape = {
  /** Stack + URN + canonical path: the same drift tomorrow. */
  fingerprint: z.string(),
  /** Keyed digest of the actual value: the same, or worse. */
  valueDigest: z.string(),
  /** Pulumi's property path; "" where the whole resource is meant. */
  path: z.string(),
  kind: changeKindSchema,
  expected: jsonSchema.optional(),
  actual: jsonSchema.optional(),
  tier: tierSchema,
  /** Reverting would replace the resource. */
  replaces: z.boolean().optional(),
  /** Kept in the report, left out of the counts. */
  noise: z.strictObject({ rule: z.string(), reason: z.string() }).readonly().optional(),
  /** Another stack's resource set it: not a change behind Pulumi's back, so it is kept in the report and not counted. */
  managedBy: z.strictObject({ stack: z.string(), urn: z.string() }).readonly().optional(),
  /** Drift of an earlier scan that a refresh took into the state: recorded and actual agree, the program (`expected`) does not. */
  absorbed: absorbedSchema.optional(),
  severity: severitySchema,
  opensAccess: z.boolean().optional(),
};
export const foundChangeSchema = z.strictObject(foundChangeShape).readonly();
export type FoundChange = z.infer<typeof foundChangeSchema>;

const attributedChangeShape = { ...foundChangeShape, attribution: attributionSchema };
export const attributedChangeSchema = z.strictObject(attributedChangeShape).readonly();
export type AttributedChange = z.infer<typeof attributedChangeSchema>;

export const historySchema = z
  .strictObject({
    firstSeen: z.iso.datetime({ offset: true }),
    lastSeen: z.iso.datetime({ offset: true }),
    scans: z.number().int().positive(),
    state: z.enum(["new", "worse", "ongoing"]),
    /** How often it has gone by itself and come back. */
    flaps: z.number().int().positive().optional(),
  })
  .readonly();
export type History = z.infer<typeof historySchema>;

export const changeSchema = z
  .strictObject({ ...attributedChangeShape, decision: decisionSchema, history: historySchema.optional() })
  .readonly();
export type Change = z.infer<typeof changeSchema>;

const driftKindSchema = z.enum(["modified", "deleted"]);

/** `C` grows along the road: found, attributed, decided. */
export interface DriftOf<C> {
  readonly resource: DriftedResource;
  readonly kind: z.infer<typeof driftKindSchema>;
  /** A deleted resource has one, with path "". */
  readonly changes: readonly C[];
}

export const driftSchema = z
  .strictObject({ resource: driftedResourceSchema, kind: driftKindSchema, changes: z.array(changeSchema).readonly() })
  .readonly();
export type FoundDrift = DriftOf<FoundChange>;
export type AttributedDrift = DriftOf<AttributedChange>;
export type Drift = DriftOf<Change>;

/**
 * Is it drift? Noise is kept in the report and left out of every count; so is what another stack's resource set, which
 * happens by Pulumi and would else be told every night. Where somebody changed that resource, its own stack drifts.
 */
export function counts({ noise, managedBy }: Pick<FoundChange, "noise" | "managedBy">): boolean {
  return noise === undefined && managedBy === undefined;
}

/** The strongest severity among the changes that count; undefined where none does. */
export function worstSeverity(changes: readonly Pick<FoundChange, "severity" | "noise" | "managedBy">[]): Severity | undefined {
  const ranks = changes.filter(counts).map((change) => severities.indexOf(change.severity));
  return ranks.length === 0 ? undefined : severities[Math.max(...ranks)];
}
