import { z } from "zod";
import { auditSourceSchema } from "./auditEvent";
import { driftSchema } from "./drift";
import { resolvedChangeSchema } from "./resolvedChange";

const time = z.iso.datetime({ offset: true });

export const problemSchema = z
  .strictObject({
    code: z.string(),
    message: z.string(),
    /** What to type or change. */
    fix: z.string().optional(),
    stacks: z.array(z.string()).readonly(),
    accounts: z.array(z.string()).readonly(),
  })
  .readonly();
export type Problem = z.infer<typeof problemSchema>;

export const auditCoverageSchema = z
  .strictObject({
    source: auditSourceSchema,
    account: z.string(),
    region: z.string(),
    from: time,
    to: time,
    /** Events read in this window, for whatever resource. */
    events: z.number().int().nonnegative(),
    /** False where anything in the window may be missing; `gaps` says what. */
    complete: z.boolean(),
    gaps: z.array(z.string()).readonly(),
  })
  .readonly();
export type AuditCoverage = z.infer<typeof auditCoverageSchema>;

/**
 * Lower bound and end of the time in which a change can have happened. created: since the oldest of the drifted
 * resources exists; an update proves nothing about properties that it did not touch.
 */
export const windowSchema = z
  .strictObject({ from: time, to: time, basis: z.enum(["created", "last-update", "last-scan", "given"]) })
  .readonly();
export type Window = z.infer<typeof windowSchema>;

/**
 * in-sync: everything was read, nothing drifted. empty: there is nothing in the stack that could drift.
 * drifted: something drifted; `unchecked` may hold more. partial: nothing drifted among what was read, but not all was
 * read. unchecked: nothing could be read.
 */
export const stackStatusSchema = z.enum(["in-sync", "empty", "drifted", "partial", "unchecked"]);
export type StackStatus = z.infer<typeof stackStatusSchema>;

export const uncheckedResourceSchema = z
  .strictObject({
    urn: z.string(),
    reason: z.string(),
    /** The configuration says that it need not be checked: shown and counted, never called in sync, and no failure. */
    accepted: z.literal(true).optional(),
  })
  .readonly();
export type UncheckedResource = z.infer<typeof uncheckedResourceSchema>;

/** A policy that the stack breaks by what has drifted: the actual state has it against itself, the recorded one has not. */
export const violationSchema = z
  .strictObject({
    pack: z.string(),
    policy: z.string(),
    /** advisory, mandatory, or remediate where the policy would change the resource. */
    level: z.string(),
    severity: z.string().optional(),
    urn: z.string(),
    /** The policy's own words. It was shown no secret. */
    message: z.string(),
    /** Of the resource's changes; none where the policy judges the stack as a whole. */
    fingerprints: z.array(z.string()).readonly(),
  })
  .readonly();
export type Violation = z.infer<typeof violationSchema>;

export const stackReportSchema = z
  .strictObject({
    /** `org/project/stack` */
    stack: z.string(),
    status: stackStatusSchema,
    problem: z.strictObject({ code: z.string(), message: z.string() }).readonly().optional(),
    resources: z
      .strictObject({
        total: z.number().int().nonnegative(),
        checked: z.number().int().nonnegative(),
        unchecked: z.array(uncheckedResourceSchema).readonly(),
      })
      .readonly(),
    window: windowSchema.optional(),
    audit: z.array(auditCoverageSchema).readonly(),
    drifts: z.array(driftSchema).readonly(),
    /** What was open at the last scan and has ended since. */
    resolved: z.array(resolvedChangeSchema).readonly().optional(),
    /** Absent where no policy pack was asked. */
    violations: z.array(violationSchema).readonly().optional(),
  })
  .readonly();
export type StackReport = z.infer<typeof stackReportSchema>;

export const usageSchema = z
  .strictObject({
    lookupRequests: z.number().int().nonnegative(),
    stsRequests: z.number().int().nonnegative(),
    s3Requests: z.number().int().nonnegative(),
    resourcesRead: z.number().int().nonnegative(),
  })
  .readonly();
export type Usage = z.infer<typeof usageSchema>;

// As many machines as nobody has; a report that claims more is none.
const MOST_SHARDS = 9_999;
const shardCountSchema = z.number().int().min(1).max(MOST_SHARDS);

/** Which part of a scan this is, where it was spread over several machines. */
export const shardSchema = z
  .strictObject({
    /** From 1 on. */
    number: shardCountSchema,
    of: shardCountSchema,
    /** Every stack of the whole scan, in its order. Without it nobody could say what a missing shard had. */
    selection: z.array(z.string()).readonly(),
  })
  .refine(({ number, of }) => number <= of, "there is no such shard")
  .readonly();
export type ReportShard = z.infer<typeof shardSchema>;

export const SCAN_REPORT = "whodrift/scan-report@1";

export const scanReportSchema = z
  .strictObject({
    schema: z.literal(SCAN_REPORT),
    scan: z
      .strictObject({
        id: z.string(),
        startedAt: time,
        finishedAt: time,
        version: z.string(),
        pulumiVersion: z.string(),
        /** sha256 of the configuration that decided. */
        configDigest: z.string().optional(),
        shard: shardSchema.optional(),
        usage: usageSchema,
      })
      .readonly(),
    /** What concerns several stacks is said once. */
    problems: z.array(problemSchema).readonly(),
    stacks: z.array(stackReportSchema).readonly(),
  })
  .readonly();
export type ScanReport = z.infer<typeof scanReportSchema>;
