import type { Environment } from "../runPulumi";
import type { Shard } from "../shard";
import type { StackAtRest } from "../stack";
import type { AccessRules } from "./accessRules";
import { AWS_PROVIDER_PACKAGE, findAccess, type ProviderAccess } from "./findAccess";
import { stackEnvironment } from "./stackEnvironment";

/** What a scan would read, with which credentials. Values of variables and of credentials are never in it. */
export interface ScanPlan {
  readonly schema: "whodrift/scan-plan@1";
  /** Stacks at once. */
  readonly concurrency: number;
  readonly shard?: Shard;
  readonly stacks: readonly StackPlan[];
}

export interface StackPlan {
  readonly stack: string;
  readonly resources: number;
  /** The variables that its settings set, and take away. */
  readonly environment: { readonly set: readonly string[]; readonly removed: readonly string[] };
  readonly providers: readonly ProviderPlan[];
  /** Why nothing of it would be read. */
  readonly problem?: { readonly code: string; readonly message: string };
}

export interface ProviderPlan {
  readonly urn: string;
  readonly package: string;
  readonly version?: string;
  readonly resources: number;
  readonly account?: string;
  readonly region?: string;
  readonly access:
    | { readonly kind: "role"; readonly role: string }
    | { readonly kind: "original"; readonly credentials: readonly string[] }
    | { readonly kind: "refused"; readonly reason: string };
}

export function planStack(stack: StackAtRest, rules: AccessRules, base: Environment): StackPlan {
  const own = stackEnvironment(stack.ref.name, rules.settings, base);
  const providers = findAccess(stack, rules).map((one) => planProvider(one, "problem" in own ? base : own.env));
  const common = { stack: stack.ref.name, resources: providers.reduce((sum, { resources }) => sum + resources, 0), providers };
  if ("problem" in own) return { ...common, environment: { set: [], removed: [] }, problem: own.problem };
  return { ...common, environment: { set: own.set, removed: own.removed } };
}

function planProvider({ urn, package: name, version, resources, account, region, access }: ProviderAccess, env: Environment): ProviderPlan {
  // Where the state has no region, the provider takes the one of its environment.
  const from = region ?? (name === AWS_PROVIDER_PACKAGE ? (env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"]) : undefined);
  return {
    urn,
    package: name,
    ...(version !== undefined && { version }),
    resources: resources.length,
    ...(account !== undefined && { account }),
    ...(from !== undefined && { region: from }),
    access: access.kind === "role" ? { kind: "role", role: access.rule.scanRole } : access,
  };
}

/** Would something of it be unchecked? */
export function needsAttention({ problem, providers }: StackPlan): boolean {
  return problem !== undefined || providers.some(({ access }) => access.kind === "refused");
}
