import type { DriftedResource, FoundChange, FoundDrift } from "../../policypack/model";
import { parseEventTime } from "../audit/eventTime";
import type { AttributionContext } from "./context";
import type { Deployment } from "./deployments";
import { elsewhere, type Evidence } from "./evidence";
import type { Call } from "./indexRecords";
import { hasGlobalNames } from "./resourceServices";

// The window is taken from clocks of other machines than AWS's.
const SKEW_MS = 2 * 60_000;

/** Between the lower bound of the window and the end of the scan. */
export function periodOf(context: Pick<AttributionContext, "window" | "now">): (call: Call) => boolean {
  const from = (parseEventTime(context.window?.from ?? "") ?? -Infinity) - SKEW_MS;
  const to = parseEventTime(context.now) ?? Infinity;
  return ({ time }) => time >= from && time <= to;
}

/** Names are unique within an account and region at most: where both sides are known, they must agree. */
export function isPossiblyOf({ trail: { record } }: Call, { account, region, type }: Pick<DriftedResource, "account" | "region"> & { readonly type?: string }): boolean {
  if (account !== undefined && record.recipientAccountId !== undefined && record.recipientAccountId !== account) return false;
  return region === undefined || record.awsRegion === undefined || record.awsRegion === region || type === undefined || hasGlobalNames(type);
}

/** Names are given again: what was done to an earlier resource of the same name is none of this one's. */
export function isOfThisLife({ time }: Call, { created }: DriftedResource): boolean {
  return time >= (parseEventTime(created ?? "") ?? -Infinity) - SKEW_MS;
}

// How far the clock of a machine that deploys may be behind AWS's, so that its own calls seem to follow its update.
const DEPLOY_SKEW_MS = 30_000;

/**
 * Pulumi's last write settles what came before it, its own calls among them. An earlier call is believed only where
 * its value is seen to be the actual one: an update need not touch every property.
 */
export function stillHolds({ trail, time }: Call, { kind, resource: { modified } }: FoundDrift, { absorbed }: FoundChange, deployment: Deployment, evidence: Evidence): Evidence {
  // There the last write was the refresh that took the change in: it settled nothing, and what came later is not in the value.
  if (absorbed !== undefined) return time <= Date.parse(absorbed.at) ? evidence : elsewhere;
  // Not cut to the second, as a trail's times are: a call of the same second may be the one that was just recorded.
  const written = modified === undefined ? undefined : Date.parse(modified);
  const isSeen = evidence.verdict === "contradicts" || (evidence.verdict === "explains" && kind === "modified");
  if (written === undefined || isSeen) return evidence;
  const isDeploy = deployment === "deployment" || /\bPulumi\//.test(trail.record.userAgent ?? "");
  return time >= written + (isDeploy ? DEPLOY_SKEW_MS : 0) ? evidence : elsewhere;
}
