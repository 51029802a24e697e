import type { DriftedResource } from "../../policypack/model";
import { parseEventTime } from "../audit/eventTime";
import type { AttributionContext } from "./context";
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
export function isPossiblyOf({ trail: { record } }: Call, resource: DriftedResource): boolean {
  const { account, region } = resource;
  if (account !== undefined && record.recipientAccountId !== undefined && record.recipientAccountId !== account) return false;
  return region === undefined || record.awsRegion === undefined || record.awsRegion === region || hasGlobalNames(resource.type);
}
