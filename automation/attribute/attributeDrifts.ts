import type { Attribution, AttributedDrift, FoundChange, FoundDrift } from "../../policypack/model";
import type { AttributionContext } from "./context";
import { chooseCall, overwrittenCalls, type Candidate } from "./chooseCall";
import { deploymentJudge } from "./deployments";
import { indexRecords, type Call } from "./indexRecords";
import { learnSecrets } from "./learnSecrets";
import { notFound, notLookedFor } from "./noActor";
import { isOfThisLife, isPossiblyOf, periodOf, stillHolds } from "./scope";
import { indexSessions } from "./sessionIndex";
import { describeChoice, describeOverwritten } from "./why";
import { weigh } from "./weigh";

/** Gives every change who made it, or the reason why that cannot be said. */
export function attributeDrifts(drifts: readonly FoundDrift[], context: AttributionContext): readonly AttributedDrift[] {
  const index = indexRecords(context.records, new Set(drifts.flatMap((drift) => drift.resource.identities)));
  const sessions = indexSessions(context.records);
  const deployments = deploymentJudge(context.deployPrincipals, context.updates, context.records);
  const within = periodOf(context);
  const named = drifts.map((drift) => ({
    drift,
    calls: index.naming(drift.resource.identities).filter((call) => within(call) && isPossiblyOf(call, drift.resource) && isOfThisLife(call, drift.resource)),
  }));
  for (const { drift, calls } of named) learnSecrets(drift, calls, context.masker);
  return named.map(({ drift, calls }) => ({
    ...drift,
    changes: drift.changes.map((change) => ({ ...change, attribution: attribute(drift, change, calls) })),
  }));

  function attribute(drift: FoundDrift, change: FoundChange, calls: readonly Call[]): Attribution {
    const skipped = notLookedFor(drift, change, context);
    if (skipped !== undefined) return skipped;
    const candidates = calls.map((call): Candidate => {
      const deployment = deployments.judge(call);
      return { call, deployment, evidence: stillHolds(call, drift, change, deployment, weigh(call.trail.record, drift, change, context.masker)) };
    });
    const choice = chooseCall(candidates);
    if (choice !== undefined) return describeChoice(choice, sessions, deployments, context.masker);
    return notFound(drift, change, context, overwrittenCalls(candidates).map((candidate) => describeOverwritten(candidate, sessions)));
  }
}
