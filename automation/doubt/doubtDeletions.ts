import type { Environment } from "../estate/runPulumi";
import type { StackAtRest } from "../estate/stack";
import type { Observation, StackObservations } from "../refresh/observation";
import type { Callers } from "./caller";
import { findSuspects, type ReadObservation } from "./findSuspects";
import { doubtCodes, doubtOf, judgeSuspect, type Doubt } from "./judgeSuspect";
import { providerLogin, providerRegion } from "./providerLogin";

export interface DoubtContext {
  /** The whole environment in which the stack was refreshed. */
  readonly env: Environment;
  readonly callers: Callers;
}

/**
 * Makes unchecked what looks deleted only because its provider looked with the wrong eyes, or may have: the resources
 * of a provider that found nothing at all. STS is asked about these providers only. Other providers' resources stay
 * as they were seen.
 *
 * @param stack as it was refreshed: the settings of its providers are those that were used
 */
export async function doubtDeletions(stack: StackAtRest, seen: StackObservations, context: DoubtContext): Promise<StackObservations> {
  const doubts = new Map<Observation, Doubt>();
  for (const suspect of findSuspects(seen.observations)) {
    const doubt = await findDoubt(stack, suspect, context);
    for (const observation of suspect) doubts.set(observation, doubt);
  }
  const told = [...doubts.values()].toSorted((one, other) => doubtCodes.indexOf(one.code) - doubtCodes.indexOf(other.code));
  const problem = seen.problem ?? told[0];
  return {
    observations: seen.observations.map((observation): Observation => {
      const doubt = doubts.get(observation);
      return doubt === undefined || observation.outcome === "unchecked" ? observation : { outcome: "unchecked", urn: observation.resource.urn, reason: doubt.message };
    }),
    ...(problem && { problem }),
  };
}

async function findDoubt({ deployment }: StackAtRest, suspect: readonly [ReadObservation, ...ReadObservation[]], { env, callers }: DoubtContext): Promise<Doubt> {
  const [{ resource }] = suspect;
  const [pulumiPackage = ""] = resource.type.split(":");
  if (pulumiPackage !== "aws" && pulumiPackage !== "aws-native") return doubtOf(`to what its ${pulumiPackage} provider points, and with which credentials`);
  const inputs = deployment.resources.find(({ urn, id }) => `${urn}::${id ?? ""}` === resource.provider)?.inputs ?? {};
  const login = providerLogin(inputs, env);
  const caller = "login" in login ? await callers.whoIs(login.login) : login;
  return judgeSuspect(suspect.map((one) => one.resource), caller, providerRegion(inputs, env));
}
