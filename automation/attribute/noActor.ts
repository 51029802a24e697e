import type { AuditCoverage, FoundChange, FoundDrift, NoActorReason, Unattributed } from "../../policypack/model";
import { formatEventTime, parseEventTime } from "../audit/eventTime";
import type { AttributionContext } from "./context";
import { auditRegionOf, isAws, isDataOnly } from "./resourceServices";

// Events need about 5 minutes to appear, sometimes more.
const DELIVERY_MS = 15 * 60_000;

/** Why nobody needs to be looked for; undefined where somebody should be. */
export function notLookedFor(drift: FoundDrift, change: FoundChange, context: AttributionContext): Unattributed | undefined {
  if (change.noise !== undefined) return none("provider-noise", `the provider reports this by itself (${change.noise.rule}): ${change.noise.reason}`);
  if (!isAws(drift.resource.type)) return none("not-asked", "the resource is not of AWS, so CloudTrail does not know it");
  if (!context.audited) return none("not-asked", "no audit trail was read");
  if (isDataOnly(drift.resource.type)) return none("data-event", "such resources change by data events, which management trails do not hold");
  return undefined;
}

/**
 * Why nobody was found, the weakest spot of the evidence first.
 *
 * @param overwritten sentences about calls that set another value than the actual one
 */
export function notFound(drift: FoundDrift, change: FoundChange, context: AttributionContext, overwritten: readonly string[]): Unattributed {
  const { reason, why } = reasonFor(drift, change, context);
  return none(reason, ...why, ...overwritten);
}

function reasonFor(drift: FoundDrift, change: FoundChange, context: AttributionContext): Unattributed {
  const coverage = coverageOf(drift, context);
  if (coverage.length === 0) {
    const region = auditRegionOf(drift.resource.type, drift.resource.region) ?? "its region";
    return none("source-unavailable", `no audit trail was read for ${drift.resource.account ?? "its account"} in ${region}`);
  }
  const since = changedSince(drift, context);
  const told = surest(coverage, since);
  const incomplete = told.filter((part) => !part.complete);
  if (incomplete.length > 0) {
    return none("source-unavailable", ...incomplete.flatMap((part) => part.gaps.map((gap) => `${part.source} ${part.account} ${part.region}: ${gap}`)));
  }
  // Each part must reach back: a change may lie in any of them.
  const read = Math.max(...told.map((part) => parseEventTime(part.from) ?? -Infinity));
  if (read > since) return none("before-retention", `the change may date from ${iso(since)} on; the trail was read from ${iso(read)} on`);
  const end = endOf(told);
  const scanned = parseEventTime(context.now) ?? Infinity;
  const seen = context.seenBefore?.(change);
  const asked = Math.min(scanned, parseEventTime(seen ?? context.window?.to ?? "") ?? Infinity);
  const live = told.some((part) => part.source === "lookup-events");
  if (end < asked || (live && asked > scanned - DELIVERY_MS)) {
    return none("too-recent", `nothing changes this in the trail until ${iso(end)}; an event of the last 15 minutes before ${iso(scanned)} may still be on its way`);
  }
  const looked = context.window === undefined ? "" : ` (looked from ${context.window.from} on)`;
  return none("no-event", `no event until ${iso(end)} changes this${looked}`, ...(seen === undefined ? [] : [`the scan of ${seen} saw it already`]));
}

/** Where several sources were read for one place, one that lacks nothing is enough. */
function surest(coverage: readonly AuditCoverage[], since: number): readonly AuditCoverage[] {
  const isSure = (part: AuditCoverage) => part.complete && (parseEventTime(part.from) ?? Infinity) <= since;
  const places = new Set(coverage.filter(isSure).map(placeOf));
  return coverage.filter((part) => isSure(part) || !places.has(placeOf(part)));
}

function placeOf({ account, region }: AuditCoverage): string {
  return `${account} ${region}`;
}

/** The window is that of all drifts; this one is no older than its resource. `Infinity` where there is no window. */
function changedSince({ resource }: FoundDrift, { window }: AttributionContext): number {
  if (window === undefined) return Infinity;
  return Math.max(parseEventTime(window.from) ?? -Infinity, parseEventTime(resource.created ?? "") ?? -Infinity);
}

function endOf(coverage: readonly AuditCoverage[]): number {
  return Math.min(...coverage.map((part) => parseEventTime(part.to) ?? -Infinity));
}

function iso(time: number): string {
  return Number.isFinite(time) ? formatEventTime(time) : "an unknown time";
}

/** The parts of the audit in which this resource's changes are recorded; all, where account or region are unknown. */
function coverageOf(drift: FoundDrift, context: AttributionContext): readonly AuditCoverage[] {
  const { account, type } = drift.resource;
  const region = auditRegionOf(type, drift.resource.region);
  return context.coverage.filter((part) => (account === undefined || part.account === account) && (region === undefined || part.region === region));
}

function none(reason: NoActorReason, ...why: readonly string[]): Unattributed {
  return { confidence: "none", reason, why };
}
