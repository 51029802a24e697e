import { parseEventTime } from "../audit/eventTime";
import type { CloudTrailRecord, TrailRecord, UserIdentity } from "../audit/trailRecord";
import { isJsonObject, type Json, type JsonObject } from "../../policypack/model";

// The session's creation date and the call that created it are the same second, give or take rounding.
const SAME_MOMENT_MS = 2_000;

/** Finds the call that created the session in which somebody acts. */
export interface SessionIndex {
  createdBy(identity: UserIdentity): CloudTrailRecord | undefined;
}

/** True of calls that hand out a role session: worth keeping, although they change nothing. */
export function createsSession(record: CloudTrailRecord): boolean {
  return record.eventName.startsWith("AssumeRole") && (record.errorCode ?? "") === "" && assumedRoleId(record) !== undefined;
}

/**
 * By the access key that the call handed out; where the trail hides it (console, Identity Center), by the role session
 * and the moment it was created. If that fits calls of different callers, none of them is taken.
 */
export function indexSessions(records: Iterable<TrailRecord>): SessionIndex {
  const byKey = new Map<string, CloudTrailRecord>();
  const byPrincipal = new Map<string, CloudTrailRecord[]>();
  const seen = new Set<string>();
  for (const { record } of records) {
    if (!createsSession(record) || seen.has(record.eventID)) continue;
    seen.add(record.eventID);
    const key = text(answer(record, "credentials")?.["accessKeyId"]);
    if (key !== undefined) byKey.set(key, record);
    const principal = assumedRoleId(record);
    if (principal !== undefined) byPrincipal.set(principal, [...(byPrincipal.get(principal) ?? []), record]);
  }
  return {
    createdBy: (identity) => {
      const byAccessKey = identity.accessKeyId === undefined ? undefined : byKey.get(identity.accessKeyId);
      return byAccessKey ?? sameMoment(byPrincipal.get(identity.principalId ?? "") ?? [], identity);
    },
  };
}

function sameMoment(calls: readonly CloudTrailRecord[], identity: UserIdentity): CloudTrailRecord | undefined {
  const created = parseEventTime(identity.sessionContext?.attributes?.creationDate ?? "");
  if (created === undefined) return undefined;
  const fitting = calls.filter((call) => Math.abs((parseEventTime(call.eventTime) ?? Infinity) - created) <= SAME_MOMENT_MS);
  const callers = new Set(fitting.map((call) => JSON.stringify([call.userIdentity.arn, call.userIdentity.principalId, call.userIdentity.userName])));
  return callers.size === 1 ? fitting[0] : undefined;
}

function assumedRoleId(record: CloudTrailRecord): string | undefined {
  return text(answer(record, "assumedRoleUser")?.["assumedRoleId"]);
}

function answer(record: CloudTrailRecord, name: string): JsonObject | undefined {
  const value = record.responseElements?.[name];
  return isJsonObject(value) ? value : undefined;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
