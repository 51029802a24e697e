import picomatch from "picomatch";
import type { Deployment, StateResource } from "../deployment";
import type { StackAtRest } from "../stack";
import { findAccountRule, settingsOf, type AccessRules, type AccountRule } from "./accessRules";
import { findAccount, type FoundAccount } from "./findAccount";
import { readProviderSettings } from "./providerSettings";

const PROVIDER = "pulumi:providers:";
export const AWS_PROVIDER_PACKAGE = "aws";
export const AWS_PROVIDER = `${PROVIDER}${AWS_PROVIDER_PACKAGE}`;
// The engine's own, for stack references: it reads no cloud.
const ENGINE = "pulumi:providers:pulumi";

/** With which credentials a provider reads. */
export type Access =
  | { readonly kind: "role"; readonly rule: AccountRule }
  /** As its state says; the settings that name credentials, without their values. */
  | { readonly kind: "original"; readonly credentials: readonly string[] }
  /** Not at all: why, and what to type. */
  | { readonly kind: "refused"; readonly reason: string };

/** One provider of a stack that has resources. */
export interface ProviderAccess {
  readonly urn: string;
  /** As resources refer to it: `urn::id`. */
  readonly reference: string;
  readonly package: string;
  readonly version?: string;
  readonly resources: readonly StateResource[];
  readonly account?: string;
  readonly region?: string;
  readonly access: Access;
}

/**
 * How each provider of a stack is to read. Only AWS providers are judged by the rules, and only where there are rules
 * for accounts: then one whose account is not known is refused, because nothing else can be trusted to lead to the
 * right account.
 */
export function findAccess({ ref, deployment }: StackAtRest, rules: AccessRules): readonly ProviderAccess[] {
  return deployment.resources.filter(({ type }) => type.startsWith(PROVIDER) && type !== ENGINE).flatMap((provider) => {
    const reference = `${provider.urn}::${provider.id ?? ""}`;
    const resources = resourcesOf(reference, deployment);
    if (resources.length === 0) return [];
    const settings = readProviderSettings(provider.inputs);
    const { version, region } = settings;
    const original: Access = { kind: "original", credentials: settings.credentials };
    const common = { urn: provider.urn, reference, package: provider.type.slice(PROVIDER.length), resources, ...(version !== undefined && { version }) };
    if (provider.type !== AWS_PROVIDER) return [{ ...common, access: { ...original, credentials: [] } }];
    const said = settingsOf(ref.name, rules.settings).findLast(({ account }) => account !== undefined)?.account;
    const found = findAccount(settings, resources);
    const account = found.found === "one" ? found.account : said;
    const refused = refuse(found, account);
    const rule = account === undefined ? undefined : findAccountRule(rules.accounts, account);
    const keepsOriginal = rules.accounts.length === 0 || picomatch.isMatch(ref.name, [...rules.originalCredentials], { dot: true });
    const access: Access = rule !== undefined ? { kind: "role", rule } : keepsOriginal ? original : refused;
    return [{ ...common, ...(account !== undefined && { account }), ...(region !== undefined && { region }), access }];
  });
}

/** What would be read by it; what waits to be deleted after a replacement is not. */
function resourcesOf(reference: string, { resources }: Deployment): readonly StateResource[] {
  return resources.filter(({ provider, custom, delete: replaced }) => provider === reference && custom === true && replaced !== true);
}

const OR_ORIGINAL = "or name the stack under originalCredentials";

function refuse(found: FoundAccount, account: string | undefined): Extract<Access, { kind: "refused" }> {
  if (account !== undefined) {
    return { kind: "refused", reason: `no scan role is configured for account ${account}: add { account: "${account}", scanRole: … } to accounts in whodrift.yaml, ${OR_ORIGINAL}` };
  }
  const sayIt = `give its account under stacks.settings in whodrift.yaml, ${OR_ORIGINAL}`;
  const why = found.found === "contradiction" ? `its state contradicts itself on the account of this provider (${found.said})` : "nothing in its state tells the account of this provider";
  return { kind: "refused", reason: `${why}: ${sayIt}` };
}
