import { parseEventTime } from "../audit/eventTime";
import type { PastUpdate } from "../estate/stack";
import type { Call } from "./indexRecords";
import { principalMatcher } from "./principals";

// An update's times are of the machine that deployed; the calls' are AWS's.
const TOLERANCE_MS = 2 * 60_000;

/** deployment: a deploy principal, while the stack was updated. stray: a deploy principal at any other time. */
export type Deployment = "deployment" | "stray" | "no";

/** Says of a call whether it was the stack's own deployment. The user agent is no proof and is not asked. */
export function deploymentJudge(deployPrincipals: readonly string[], updates: readonly PastUpdate[]): (call: Call) => Deployment {
  const deploys = principalMatcher(deployPrincipals);
  const windows = updates.map((update) => ({ from: parseEventTime(update.from) ?? Infinity, to: parseEventTime(update.to) ?? Infinity }));
  return ({ trail, time }) => {
    if (!deploys(trail.record.userIdentity)) return "no";
    return windows.some(({ from, to }) => time >= from - TOLERANCE_MS && time <= to + TOLERANCE_MS) ? "deployment" : "stray";
  };
}
