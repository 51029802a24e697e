import { openServices, type Services } from "../../services";
import { operationOf, type Asked, type Conduct } from "../conduct";
import type { WireResponse } from "../exchange";
import { refusalAnswer, type Refusal } from "../refusal";
import { clusters } from "./clusters";
import { dependents } from "./dependents";
import { eventRules } from "./eventRules";
import { iamLimits } from "./iamLimits";
import { keyStates } from "./keyStates";
import { parameterPatterns } from "./parameterPatterns";
import { newResourcePolicies } from "./resourcePolicies";
import { routes } from "./routes";
import { ruleDescriptions } from "./ruleDescriptions";
import { securityGroupRules } from "./securityGroupRules";
import { sessionDurations } from "./sessionDurations";
import type { Stricture } from "./stricture";
import { subnets } from "./subnets";

/** @param emulator its own endpoint, behind the front */
export function beStrict(emulator: string, newId: () => string): Conduct {
  const strictures: readonly Stricture[] = [
    clusters, dependents, eventRules, iamLimits, keyStates, parameterPatterns, newResourcePolicies(), routes, ruleDescriptions,
    securityGroupRules, sessionDurations, subnets,
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
      // Who may not ask is told no more than that.
      if (refusal !== undefined) return (await asked.denial()) ?? refusalAnswer(asked.call, refusal, newId());
    }
    const [standIn] = bearing.flatMap(({ instead }) => instead ?? []);
    let response = standIn === undefined ? await goOn() : ((await asked.denial()) ?? ec2Answer(asked, await standIn(asked, live), newId()));
    for (const { amend } of bearing) {
      if (amend !== undefined && response.status < 400) response = await amend(asked, response, live);
    }
    return response;
  };
}

function ec2Answer({ call }: Asked, answer: Refusal | string, requestId: string): WireResponse {
  if (typeof answer !== "string") return refusalAnswer(call, answer, requestId);
  const { name } = call.operation;
  return {
    status: 200,
    headers: { "content-type": "text/xml;charset=UTF-8" },
    body: Buffer.from(`<${name}Response><requestId>${requestId}</requestId>${answer}</${name}Response>`),
  };
}
