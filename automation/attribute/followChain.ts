import { parseEventTime } from "../audit/eventTime";
import type { CloudTrailRecord, UserIdentity } from "../audit/trailRecord";
import { identify, isAssumedRoot } from "./identify";
import type { SessionIndex } from "./sessionIndex";

// A chained session lasts an hour and is made by another; real chains have two or three.
const MOST_LINKS = 8;

export interface Step {
  readonly identity: UserIdentity;
  /** The call that opened this session. */
  readonly openedBy?: CloudTrailRecord;
}

/** From the acting session back to whoever opened the first one that the trail tells of; at least one step. */
export function followChain({ userIdentity, eventTime }: CloudTrailRecord, sessions: SessionIndex): readonly [Step, ...Step[]] {
  const steps: Step[] = [];
  const seen = new Set<string>();
  let identity = userIdentity;
  let at = parseEventTime(eventTime);
  while (isOpenedByAnother(identity) && steps.length < MOST_LINKS) {
    const openedBy = sessions.createdBy(identity, at);
    if (openedBy === undefined) break;
    // Sessions that made each other have no beginning: none of their steps can be believed.
    if (seen.has(openedBy.eventID)) return [{ identity: userIdentity }];
    seen.add(openedBy.eventID);
    steps.push({ identity, openedBy });
    identity = openedBy.userIdentity;
    at = parseEventTime(openedBy.eventTime);
  }
  const [first, ...others] = [...steps, { identity }];
  return [first, ...others];
}

/** Sessions whose record does not itself say who signed in. */
function isOpenedByAnother(identity: UserIdentity): boolean {
  if (identity.type === "Root") return isAssumedRoot(identity);
  return (identity.type === "AssumedRole" || identity.type === "FederatedUser") && identify(identity).identity !== "verified";
}
