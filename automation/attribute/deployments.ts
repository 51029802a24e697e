import picomatch from "picomatch";
import { parseEventTime } from "../audit/eventTime";
import type { TrailRecord, UserIdentity } from "../audit/trailRecord";
import type { PastUpdate } from "../estate/stack";
import { roleName } from "./identify";
import type { Call } from "./indexRecords";
import { isMutating } from "./mutatingCalls";

// An update's times are of the machine that deployed; the calls' are AWS's.
const TOLERANCE_MS = 2 * 60_000;

// These write the state, and nothing in the cloud.
const HARMLESS = new Set(["preview", "refresh", "import", "resource-import", "rename"]);

/**
 * deployment: a deploy principal, while the stack was updated. stray: a deploy principal at any other time. unread: a
 * deploy principal at a time of which the history in hand does not tell.
 */
export type Deployment = "deployment" | "stray" | "unread" | "no";

export interface DeploymentJudge {
  /** The user agent is no proof and is not asked. */
  judge(call: Call): Deployment;
  /** Was the stack updated then, whoever the caller is? */
  duringUpdate(call: Call): boolean;
  /** A hint, never a proof: other calls of this caller came by Pulumi while the stack was updated. */
  looksLikeDeployer(call: Call): boolean;
}

/** Says of calls whether they were the stack's own deployments. */
export function deploymentJudge(deployPrincipals: readonly string[], updates: readonly PastUpdate[], records: readonly TrailRecord[]): DeploymentJudge {
  const patterns = deployPrincipals.map((pattern) => picomatch(pattern, { dot: true, nonegate: true, noextglob: true }));
  const windows = windowsOf(updates);
  const readFrom = Math.min(...updates.map((update) => parseEventTime(update.from) ?? Infinity)) - TOLERANCE_MS;
  const isWithin = (time: number) => windows.some(({ from, to }) => time >= from - TOLERANCE_MS && time <= to + TOLERANCE_MS);
  let seenDeploying: ReadonlyMap<string, number> | undefined;

  return {
    judge: ({ trail, time }) => {
      if (!principalArns(trail.record.userIdentity).some((arn) => patterns.some((matches) => matches(arn)))) return "no";
      if (isWithin(time)) return "deployment";
      return time < readFrom ? "unread" : "stray";
    },
    duringUpdate: ({ time }) => isWithin(time),
    looksLikeDeployer: ({ trail }) => {
      seenDeploying ??= countDeploying(records, isWithin);
      const caller = callerOf(trail.record.userIdentity);
      return caller !== undefined && (seenDeploying.get(caller) ?? 0) > 1;
    },
  };
}

/** One that has not ended goes on until the next begins, or until now. */
function windowsOf(updates: readonly PastUpdate[]): readonly { readonly from: number; readonly to: number }[] {
  const starts = updates.map((update) => parseEventTime(update.from) ?? Infinity);
  return updates
    .filter(({ kind }) => !HARMLESS.has(kind))
    .map((update) => {
      const from = parseEventTime(update.from) ?? Infinity;
      const to = update.result === "in-progress" ? Math.min(...starts.filter((start) => start > from)) : (parseEventTime(update.to) ?? from);
      return { from, to };
    });
}

function countDeploying(records: readonly TrailRecord[], isWithin: (time: number) => boolean): ReadonlyMap<string, number> {
  const calls = new Map<string, Set<string>>();
  for (const { record } of records) {
    if (!/\bPulumi\//.test(record.userAgent ?? "") || !isMutating(record) || !isWithin(parseEventTime(record.eventTime) ?? NaN)) continue;
    const caller = callerOf(record.userIdentity);
    if (caller !== undefined) calls.set(caller, (calls.get(caller) ?? new Set()).add(record.eventID));
  }
  return new Map([...calls].map(([caller, events]) => [caller, events.size]));
}

/** The role of a session, else the caller itself. */
function callerOf(identity: UserIdentity): string | undefined {
  return principalArns(identity).at(-1);
}

/** A role's ARN stands for its sessions, with its path or without: a session's ARN has none. */
function principalArns(identity: UserIdentity): readonly string[] {
  const session = /^arn:([a-z-]+):sts::(\d+):assumed-role\//.exec(identity.arn ?? "");
  const role = roleName(identity);
  const bare = session !== null && role !== undefined ? `arn:${session[1] ?? ""}:iam::${session[2] ?? ""}:role/${role}` : undefined;
  return [identity.arn, identity.sessionContext?.sessionIssuer?.arn, bare].filter((arn) => arn !== undefined);
}
