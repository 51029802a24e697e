import type { PersonAction } from "../../policypack/model";
import { forbidden } from "../../policypack/remediation";
import type { FoundChange } from "./findChange";

export interface Wish {
  readonly action: PersonAction;
  readonly until?: Date | undefined;
}

interface Limits {
  readonly now: Date;
  /** `limits.ignoreMax`, in milliseconds. */
  readonly ignoreMax: number;
}

/** Why this may not be decided, and what to type instead; undefined where it may. */
export function refusal({ about, subject }: FoundChange, { action, until }: Wish, { now, ignoreMax }: Limits): string | undefined {
  if (until !== undefined && until <= now) return `--until is over: ${until.toISOString()} is not ahead`;
  if (subject === undefined) return action === "release" ? undefined : `it is adopted and drifts no more: end that with whodrift decide ${about.fingerprint} release`;
  const { noise } = subject.change;
  if (noise) return `it is noise (${noise.rule}): to have it count, name that rule in compare.noise.off of whodrift.yaml, and scan`;
  const reason = forbidden(action, subject);
  if (reason !== undefined) return `${reason}: ${action === "adopt" ? "put it into the program, and hold it until then" : "put it back in AWS, and hold or ignore it until then"}`;
  return action === "ignore" ? refusedIgnore(until, { now, ignoreMax }) : undefined;
}

function refusedIgnore(until: Date | undefined, { now, ignoreMax }: Limits): string | undefined {
  const latest = new Date(now.getTime() + ignoreMax);
  if (until === undefined) return `what is ignored needs an end: add --for 30d, or --until with a date up to ${latest.toISOString()}`;
  return until > latest ? `limits.ignoreMax allows nothing to be ignored beyond ${latest.toISOString()}: give an earlier --until, or a shorter --for` : undefined;
}
