import { parseEventTime } from "../audit/eventTime";
import { createsSession, handedOutKey, isSameMoment, openedPrincipal } from "../audit/openedSession";
import type { CloudTrailRecord, TrailRecord, UserIdentity } from "../audit/trailRecord";
import { knowActors, type ActorSettings, type KnownActors } from "./knownActors";

// Record times are whole seconds of different services.
const SKEW_MS = 60_000;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html#stsapi_comparison
const LONGEST_ROLE_SESSION_MS = 12 * 3_600_000;
const LONGEST_FEDERATED_SESSION_MS = 36 * 3_600_000;

/** Finds the call that created the session in which somebody acts, and knows what the configuration says of actors. */
export interface SessionIndex {
  /** @param at when the session was used, milliseconds; absent where that is not known */
  createdBy(identity: UserIdentity, at?: number): CloudTrailRecord | undefined;
  /** The same call as the caller's own account recorded it: there it names the caller, elsewhere only the account. */
  twinOf(record: CloudTrailRecord): CloudTrailRecord | undefined;
  readonly known: KnownActors;
}

/**
 * By the access key that the call handed out; where the trail hides it (console, Identity Center), by the role session
 * and the moment it was created. If that fits calls of different callers, none of them is taken.
 */
export function indexSessions(records: Iterable<TrailRecord>, settings?: ActorSettings): SessionIndex {
  const byKey = new Map<string, CloudTrailRecord[]>();
  const bySession = new Map<string, CloudTrailRecord[]>();
  const shared = new Map<string, CloudTrailRecord[]>();
  for (const { record } of records) {
    if (record.sharedEventID !== undefined && record.userIdentity.type !== "AWSAccount") append(shared, record.sharedEventID, record);
    if (!createsSession(record)) continue;
    append(byKey, handedOutKey(record), record);
    append(bySession, openedPrincipal(record), record);
  }

  function twinOf(record: CloudTrailRecord): CloudTrailRecord | undefined {
    if (record.userIdentity.type !== "AWSAccount" || record.sharedEventID === undefined) return undefined;
    return onlyCaller((shared.get(record.sharedEventID) ?? []).filter(({ eventName, userIdentity }) => eventName === record.eventName && userIdentity.accountId === record.userIdentity.accountId));
  }

  return {
    known: knowActors(settings),
    twinOf,
    createdBy: (identity, at) => {
      const possible = (calls: readonly CloudTrailRecord[]) => calls.filter((call) => couldCreate(call, identity, at)).map((call) => twinOf(call) ?? call);
      const ofKey = possible(identity.accessKeyId === undefined ? [] : (byKey.get(identity.accessKeyId) ?? []));
      if (ofKey.length > 0) return onlyCaller(ofKey);
      return onlyCaller(possible(bySession.get(identity.principalId ?? "") ?? []).filter((call) => isSameMoment(call, identity)));
    },
  };
}

function append(index: Map<string, CloudTrailRecord[]>, key: string | undefined, record: CloudTrailRecord): void {
  if (key === undefined) return;
  const others = index.get(key);
  if (others === undefined) index.set(key, [record]);
  else others.push(record);
}

/** Of the session that it is said to have made, and not after that was used. */
function couldCreate(call: CloudTrailRecord, { principalId }: UserIdentity, at: number | undefined): boolean {
  const made = openedPrincipal(call);
  if (made !== undefined && principalId !== undefined && made !== principalId) return false;
  const time = parseEventTime(call.eventTime);
  if (at === undefined || time === undefined) return true;
  const longest = call.eventName === "GetFederationToken" ? LONGEST_FEDERATED_SESSION_MS : LONGEST_ROLE_SESSION_MS;
  return time <= at + SKEW_MS && time >= at - longest - SKEW_MS;
}

/** One of the calls, whatever their order, if all of them are one caller's. */
function onlyCaller(calls: readonly CloudTrailRecord[]): CloudTrailRecord | undefined {
  const callers = new Set(calls.map(({ userIdentity }) => JSON.stringify([userIdentity.type, userIdentity.arn, userIdentity.principalId, userIdentity.userName, userIdentity.accountId, userIdentity.invokedBy])));
  return callers.size === 1 ? calls.toSorted((one, other) => (one.eventID < other.eventID ? -1 : 1))[0] : undefined;
}
