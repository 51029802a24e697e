import type { StackAtRest } from "../stack";
import type { AccessRules } from "./accessRules";
import { findAccess } from "./findAccess";
import { rewriteProviders } from "./rewriteProviders";

export interface AllowedStack {
  /** To be refreshed: its providers read as they may. */
  readonly copy: StackAtRest;
  /** What may not be read: URN → why. */
  readonly withheld: ReadonlyMap<string, string>;
}

/** Lets a stack be read as the rules say, and no further. */
export function allowAccess(stack: StackAtRest, rules: AccessRules): AllowedStack {
  if (rules.accounts.length === 0) return { copy: stack, withheld: new Map() };
  const access = findAccess(stack, rules);
  const withheld = access.flatMap(({ access: one, resources }) => (one.kind === "refused" ? resources.map(({ urn }): [string, string] => [urn, one.reason]) : []));
  return { copy: { ...stack, deployment: rewriteProviders(stack.deployment, access) }, withheld: new Map(withheld) };
}
