import type { JsonObject } from "../../policypack/model";
import { parseArn } from "../estate/arn";
import type { StateResource } from "../estate/deployment";
import type { Caller, unusableReasons } from "./caller";

/** Most telling first. */
export const doubtCodes = ["suspect-account", "suspect-region", "suspect-credentials", "suspect-deletions"] as const;

/** Why deletions are not believed. The message names no stack and no resource: one cause may concern many stacks. */
export interface Doubt {
  readonly code: (typeof doubtCodes)[number];
  readonly message: string;
}

const LOOKED = "every resource of one provider looks deleted";

const UNUSABLE: Readonly<Record<(typeof unusableReasons)[number], string>> = {
  expired: "its credentials have expired: renew them, and scan again",
  invalid: "AWS does not know its credentials: correct them, and scan again",
  missing: "no credentials were found for it: give the scan some (environment, profile or role), and scan again",
  denied: "AWS does not let its credentials say whose they are: check them and their policies, and scan again",
  unreachable: "STS did not answer for its credentials: check the network and the provider's region, and scan again",
};

/** For whoever cannot be told more than that. */
export const doubtOf = (whereToLook: string): Doubt => ({
  code: "suspect-deletions",
  message: `${LOOKED}, which is not believed: check ${whereToLook}, and scan again; if they are gone, \`pulumi refresh\` takes that into the state`,
});

/**
 * Why an AWS provider sees nothing: each of its resources is somewhere, by its ARN, and was looked for somewhere.
 *
 * @param region where the provider looks for what has no region of its own
 */
export function judgeSuspect(gone: readonly StateResource[], caller: Caller, region: string | undefined): Doubt {
  const places = gone.map((resource) => ({ at: placeOf(resource), soughtIn: text(resource.inputs, "region") ?? text(resource.outputs, "region") ?? region }));
  const accounts = sorted(places.map(({ at }) => at.account));
  if ("account" in caller && accounts.length > 0 && !accounts.includes(caller.account)) {
    const where = listed("account", accounts);
    return doubt("suspect-account", `: they were looked for in account ${caller.account}, and by their ARNs they are in ${where}; give the provider credentials of ${where} (environment, profile or role), and scan again`);
  }
  const regional = places.filter(({ at, soughtIn }) => at.region !== undefined && soughtIn !== undefined);
  if (regional.length > 0 && regional.every(({ at, soughtIn }) => at.region !== soughtIn)) {
    const where = listed("region", sorted(regional.map(({ at }) => at.region)));
    return doubt("suspect-region", `: they were looked for in ${listed("region", sorted(regional.map(({ soughtIn }) => soughtIn)))}, and by their ARNs they are in ${where}; correct the region of the provider (\`aws:region\`, or AWS_REGION), and scan again`);
  }
  if ("unusable" in caller) return doubt("suspect-credentials", `, and ${UNUSABLE[caller.unusable]}`);
  const regions = sorted(places.map(({ soughtIn }) => soughtIn));
  const looked = [...("account" in caller ? [`account ${caller.account}`] : []), ...(regions.length > 0 ? [listed("region", regions)] : [])].join(" and ");
  return doubt("suspect-deletions", `: ${certainty(caller, accounts, looked)}; look at one of them in the AWS console, and scan again once it is there; if they are gone, \`pulumi refresh\` takes that into the state`);
}

function certainty(caller: Caller, accounts: readonly string[], looked: string): string {
  if ("unknown" in caller) return `whether they were looked for in ${accounts.length === 0 ? "their account" : listed("account", accounts)} is not known, as ${caller.unknown}`;
  if (accounts.length === 0) return `they were looked for in ${looked}, and the state does not say in which account they are`;
  return `${looked} are where they belong, so that it may be true`;
}

function doubt(code: Doubt["code"], why: string): Doubt {
  return { code, message: `${LOOKED}${why}` };
}

function placeOf({ id, outputs }: StateResource): { readonly region?: string; readonly account?: string } {
  return parseArn(text(outputs, "arn") ?? "") ?? parseArn(id ?? "") ?? {};
}

function text(properties: JsonObject, name: string): string | undefined {
  const value = properties[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function sorted(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined))].toSorted();
}

function listed(noun: string, names: readonly string[]): string {
  return `${noun}${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}
