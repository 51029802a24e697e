import { z } from "zod";
import { actorSchema, decisionSchema, jsonSchema } from "../../policypack/model";

const time = z.iso.datetime({ offset: true });

const plannedChangeSchema = z
  .strictObject({
    urn: z.string(),
    type: z.string(),
    /** "" where the whole resource is meant: somebody deleted it. */
    path: z.string(),
    fingerprint: z.string(),
    valueDigest: z.string(),
    /** Secrets are masked in both. */
    recorded: jsonSchema.optional(),
    actual: jsonSchema.optional(),
    decision: decisionSchema,
    /** By when a decision had to be carried out has passed. */
    overdue: z.boolean().optional(),
    /** A refresh has taken it into the state. */
    absorbed: z.boolean().optional(),
    actor: actorSchema.optional(),
  })
  .readonly();
/** A change that is open, and what was decided of it. */
export type PlannedChange = z.infer<typeof plannedChangeSchema>;

const codeTextSchema = z
  .strictObject({
    path: z.string(),
    /** set: to stand at the path. add: one more element of the list at the path. remove: it goes. */
    edit: z.enum(["set", "add", "remove"]),
    typescript: z.string().optional(),
    yaml: z.string().optional(),
    declaredAt: z.strictObject({ file: z.string(), line: z.number() }).readonly().optional(),
  })
  .readonly();
/** What the program has to say for an adoption to end. */
export type CodeText = z.infer<typeof codeTextSchema>;

const endSchema = z.enum(["done", "stopped", "interrupted"]);

const targetSchema = z
  .strictObject({
    urn: z.string(),
    type: z.string(),
    action: z.enum(["revert", "adopt"]),
    /** What the targeted update does with the resource; `state`: nothing but its record. */
    effect: z.enum(["update", "replace", "create", "state"]),
    changes: z.array(plannedChangeSchema).min(1).readonly(),
    /** What does the same by hand. */
    command: z.string(),
    /** Of adoptions. */
    code: z.array(codeTextSchema).readonly(),
    /** Absent: it was only planned. */
    outcome: z.strictObject({ end: endSchema, reason: z.string().optional() }).readonly().optional(),
  })
  .readonly();
/** One resource, and the one targeted update or refresh that carries out what was decided of it. */
export type Target = z.infer<typeof targetSchema>;

const unableSchema = z
  .strictObject({
    change: plannedChangeSchema,
    code: z.enum(["protected", "replaces", "deleted", "not-declared", "secret", "opens-access", "unreadable", "run-out", "mixed", "unrecorded", "wildcard"]),
    reason: z.string(),
    fix: z.string().optional(),
  })
  .readonly();
export type Unable = z.infer<typeof unableSchema>;

const problemSchema = z.strictObject({ code: z.string(), message: z.string(), fix: z.string().optional() }).readonly();

const stackSchema = z
  .strictObject({
    stack: z.string(),
    /** Why nothing can be carried out, or why it ended early. */
    problem: problemSchema.optional(),
    /** Of the scan that it goes by. */
    generatedAt: time.optional(),
    targets: z.array(targetSchema).readonly(),
    /** Adopted before; they end when the program has these values. */
    adopted: z.array(z.strictObject({ change: plannedChangeSchema, code: z.array(codeTextSchema).readonly() }).readonly()).readonly(),
    held: z.array(plannedChangeSchema).readonly(),
    /** Nobody decided that something is to happen. */
    left: z.array(plannedChangeSchema).readonly(),
    unable: z.array(unableSchema).readonly(),
    /** Where the program is that an update would run; absent where none was found. */
    program: z.string().optional(),
    /** Somebody said no when asked. */
    declined: z.boolean().optional(),
  })
  .readonly();
export type StackRemediation = z.infer<typeof stackSchema>;

export const REMEDIATION_REPORT = "whodrift/remediation@1";

/** Answers `whodrift remediate`: what the decisions would do, and after --apply, what they did. */
export const remediationReportSchema = z
  .strictObject({
    schema: z.literal(REMEDIATION_REPORT),
    at: time,
    applied: z.boolean(),
    /** Why nothing was done though it was asked for. */
    refused: problemSchema.optional(),
    stacks: z.array(stackSchema).readonly(),
  })
  .readonly();
export type RemediationReport = z.infer<typeof remediationReportSchema>;

/** How many changes would be, or were to be, carried out. */
export function changesIn(stacks: readonly StackRemediation[]): number {
  return stacks.flatMap(({ targets }) => targets).reduce((sum, { changes }) => sum + changes.length, 0);
}
