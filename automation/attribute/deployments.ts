import picomatch from "picomatch";
import { parseEventTime } from "../audit/eventTime";
import type { UserIdentity } from "../audit/trailRecord";
import type { PastUpdate } from "../estate/stack";
import type { Call } from "./indexRecords";
import { roleName } from "./identify";

// An update's times are of the machine that deployed; the calls' are AWS's.
const TOLERANCE_MS = 2 * 60_000;

/** deployment: a deploy principal, while the stack was updated. stray: a deploy principal at any other time. */
export type Deployment = "deployment" | "stray" | "no";

/** Says of a call whether it was the stack's own deployment. The user agent is no proof and is not asked. */
export function deploymentJudge(deployPrincipals: readonly string[], updates: readonly PastUpdate[]): (call: Call) => Deployment {
  const patterns = deployPrincipals.map((pattern) => picomatch(pattern, { dot: true, nonegate: true, noextglob: true }));
  const windows = updates.map((update) => ({ from: parseEventTime(update.from) ?? Infinity, to: parseEventTime(update.to) ?? Infinity }));
  return ({ trail, time }) => {
    if (!principalArns(trail.record.userIdentity).some((arn) => patterns.some((matches) => matches(arn)))) return "no";
    return windows.some(({ from, to }) => time >= from - TOLERANCE_MS && time <= to + TOLERANCE_MS) ? "deployment" : "stray";
  };
}

/** A role's ARN stands for its sessions, with its path or without: a session's ARN has none. */
function principalArns(identity: UserIdentity): readonly string[] {
  const session = /^arn:([a-z-]+):sts::(\d+):assumed-role\//.exec(identity.arn ?? "");
  const role = roleName(identity);
  const bare = session !== null && role !== undefined ? `arn:${session[1] ?? ""}:iam::${session[2] ?? ""}:role/${role}` : undefined;
  return [identity.arn, identity.sessionContext?.sessionIssuer?.arn, bare].filter((arn) => arn !== undefined);
}
