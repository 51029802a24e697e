import type { Confidence } from "../../policypack/model";
import type { Deployment } from "./deployments";
import type { Evidence } from "./evidence";
import type { Call } from "./indexRecords";
import { principalOf } from "./resolveActor";

export interface Candidate {
  readonly call: Call;
  readonly evidence: Evidence;
  readonly deployment: Deployment;
}

export interface Choice {
  readonly candidate: Candidate;
  readonly confidence: Confidence;
  /** Others that touched the same property, newest first. */
  readonly related: readonly Call[];
  /** A later call that set another value: whoever set it back cannot be seen. */
  readonly overruledBy?: Call;
  /** Other calls fit as well, and made another change. */
  readonly ambiguous: boolean;
  /** Calls of others that fit as well, in the same second. */
  readonly rivals: readonly Candidate[];
}

// What led up to the change; more is the history of the resource, and `whodrift who` tells that.
const MOST_RELATED = 5;

/** The last call that agrees with the actual value; without one, the last that may have changed the property. */
export function chooseCall(candidates: readonly Candidate[]): Choice | undefined {
  const relevant = candidates.filter(({ evidence }) => evidence.verdict !== "elsewhere");
  const [people, deployment] = [relevant.filter((one) => one.deployment !== "deployment"), relevant.filter((one) => one.deployment === "deployment")];
  const candidate = best(people, ["explains", "touches"]) ?? best(deployment, ["explains", "touches"]) ?? best(people, ["names"]) ?? best(deployment, ["names"]);
  if (candidate === undefined) return undefined;
  const overruledBy = relevant.findLast((one) => one.evidence.verdict === "contradicts" && one.call.time > candidate.call.time)?.call;
  const related = relevant
    .filter((one) => one !== candidate && one.evidence.verdict !== "names")
    .map((one) => one.call)
    .toReversed()
    .slice(0, MOST_RELATED);
  const ambiguous = relevant.some(({ evidence }) => evidence.verdict === "explains" && evidence.whole !== candidate.evidence.whole) && candidate.evidence.whole !== undefined;
  const rivals = relevant.filter((one) => isRival(one, candidate));
  const confidence = overruledBy !== undefined || ambiguous || rivals.length > 0 ? "possible" : confidenceOf(candidate.evidence);
  return { candidate, related, confidence, ambiguous, rivals, ...(overruledBy === undefined ? {} : { overruledBy }) };
}

/** A trail's times are whole seconds: of two people within one, the last cannot be told. */
function isRival(one: Candidate, chosen: Candidate): boolean {
  const [other, record] = [one.call.trail.record, chosen.call.trail.record];
  const isAnothers = principalOf(other) !== principalOf(record) && other.eventType !== "AwsServiceEvent";
  return isAnothers && one.call.time === chosen.call.time && one.evidence.verdict === chosen.evidence.verdict && one.deployment === chosen.deployment;
}

/** Calls that touched the property and set another value than the actual one, newest first. */
export function overwrittenCalls(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ evidence }) => evidence.verdict === "contradicts").toReversed().slice(0, MOST_RELATED);
}

/** The services' own events are tails of somebody's call, so a call of the same weight comes first. */
function best(candidates: readonly Candidate[], verdicts: readonly Evidence["verdict"][]): Candidate | undefined {
  for (const verdict of verdicts) {
    const fitting = candidates.filter(({ evidence }) => evidence.verdict === verdict);
    const call = fitting.findLast(({ call }) => call.trail.record.eventType !== "AwsServiceEvent") ?? fitting.at(-1);
    if (call !== undefined) return call;
  }
  return undefined;
}

function confidenceOf({ verdict }: Evidence): Confidence {
  switch (verdict) {
    case "explains":
      return "proven";
    case "touches":
      return "likely";
    case "contradicts":
    case "names":
    case "elsewhere":
      return "possible";
  }
}
