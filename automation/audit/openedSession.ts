import { isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import { parseEventTime } from "./eventTime";
import type { CloudTrailRecord, UserIdentity } from "./trailRecord";

// The session's creation date and the call that created it are the same second, give or take rounding.
const SAME_MOMENT_MS = 2_000;

/** True of calls that hand out a session under another identity: worth keeping, although they change nothing. */
export function createsSession(record: CloudTrailRecord): boolean {
  return /^(AssumeRole|AssumeRoot$|GetFederationToken$)/.test(record.eventName) && (record.errorCode ?? "") === "" && (handedOutKey(record) ?? openedPrincipal(record)) !== undefined;
}

/**
 * Did this call create the session in which somebody acts? By the access key that it handed out; where the trail hides
 * it, or the console took another, by the role session and the moment that it was created.
 */
export function created(call: CloudTrailRecord, identity: UserIdentity): boolean {
  if (!createsSession(call)) return false;
  const made = openedPrincipal(call);
  if (made !== undefined && identity.principalId !== undefined && made !== identity.principalId) return false;
  const isItsKey = identity.accessKeyId !== undefined && handedOutKey(call) === identity.accessKeyId;
  return isItsKey || (made !== undefined && made === identity.principalId && isSameMoment(call, identity));
}

export function isSameMoment(call: CloudTrailRecord, identity: UserIdentity): boolean {
  const creation = parseEventTime(identity.sessionContext?.attributes?.creationDate ?? "");
  const called = parseEventTime(call.eventTime);
  return creation !== undefined && called !== undefined && Math.abs(called - creation) <= SAME_MOMENT_MS;
}

/** The `principalId` that the session's calls will bear. */
export function openedPrincipal(record: CloudTrailRecord): string | undefined {
  return text(answer(record, "assumedRoleUser")?.["assumedRoleId"]) ?? text(answer(record, "federatedUser")?.["federatedUserId"]);
}

/** The temporary access key that this call handed out, if it is such a call and did. */
export function handedOutKey(record: CloudTrailRecord): string | undefined {
  return text(answer(record, "credentials")?.["accessKeyId"]);
}

function answer(record: CloudTrailRecord, name: string): JsonObject | undefined {
  const value = record.responseElements?.[name];
  return isJsonObject(value) ? value : undefined;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
