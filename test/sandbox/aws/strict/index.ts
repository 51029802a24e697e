import { openServices, type Services } from "../../services";
import { operationOf, type Asked, type Conduct } from "../conduct";
import { refusalAnswer } from "../refusal";
import { clusters } from "./clusters";
import { dependents } from "./dependents";
import { eventRules } from "./eventRules";
import { iamLimits } from "./iamLimits";
import { keyStates } from "./keyStates";
import { parameterPatterns } from "./parameterPatterns";
import { newResourcePolicies } from "./resourcePolicies";
import { routes } from "./routes";
import { securityGroupRules } from "./securityGroupRules";
import type { Stricture } from "./stricture";
import { subnets } from "./subnets";

/** @param emulator its own endpoint, behind the front */
export function beStrict(emulator: string, newId: () => string): Conduct {
  const strictures: readonly Stricture[] = [
    clusters, dependents, eventRules, iamLimits, keyStates, parameterPatterns, newResourcePolicies(), routes, securityGroupRules, subnets,
  ];
  const opened = new Map<string, Services>();
  const liveFor = ({ accountId, region }: Asked): Services => {
    // An account's number for a key is, to the emulator, that account's root.
    const credentials = { accessKeyId: accountId, secretAccessKey: "sandbox" };
    const known = opened.get(`${accountId}/${region}`) ??
      openServices((service) => Promise.resolve({ endpoint: emulator, region, credentials, ...(service === "s3" ? { forcePathStyle: true } : {}) }));
    opened.set(`${accountId}/${region}`, known);
    return known;
  };
  return async (asked, goOn) => {
    const bearing = strictures.filter(({ calls }) => calls.includes(operationOf(asked)));
    if (bearing.length === 0) return goOn();
    const live = liveFor(asked);
    for (const { refuse } of bearing) {
      const refusal = await refuse?.(asked, live);
      if (refusal !== undefined) return (await asked.denial()) ?? refusalAnswer(asked.call, refusal, newId());
    }
    let response = await goOn();
    for (const { amend } of bearing) {
      if (amend !== undefined && response.status < 400) response = await amend(asked, response, live);
    }
    return response;
  };
}
