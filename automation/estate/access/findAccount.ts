import type { StateResource } from "../deployment";
import type { ProviderSettings } from "./providerSettings";

/** Whose account a provider reads. */
export type FoundAccount =
  | { readonly found: "one"; readonly account: string }
  | { readonly found: "none" }
  /** What each part of the state says, for a person. */
  | { readonly found: "contradiction"; readonly said: string };

const ARN_ACCOUNT = /^arn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12}):/;
const ACCOUNT = /^\d{12}$/;

// A subscription's ARN begins with that of its topic, which may be another account's.
const NOT_ITS_OWN_ARN: ReadonlySet<string> = new Set(["aws:sns/topicSubscription:TopicSubscription"]);

/**
 * The account that all witnesses in the state agree on: the accounts that the provider is held to, the ARNs of its
 * resources, and the role that it assumes. A list, or a resource that lies elsewhere, is no contradiction as long as
 * the other witnesses leave one account of it.
 */
export function findAccount(settings: ProviderSettings, resources: readonly StateResource[]): FoundAccount {
  const witnesses = [
    { what: "allowedAccountIds", accounts: settings.allowedAccountIds.filter((id) => ACCOUNT.test(id)) },
    { what: "the ARNs of its resources", accounts: resources.flatMap(accountOf) },
    { what: "the role that it assumes", accounts: accountIn(settings.roleArn) },
  ].flatMap(({ what, accounts }) => (accounts.length === 0 ? [] : [{ what, accounts: new Set(accounts) }]));
  const [first, ...others] = witnesses;
  if (first === undefined) return { found: "none" };
  const agreed = [...first.accounts].filter((account) => others.every(({ accounts }) => accounts.has(account)));
  const [account] = agreed;
  if (account !== undefined && agreed.length === 1) return { found: "one", account };
  return { found: "contradiction", said: witnesses.map(({ what, accounts }) => `${what}: ${named(accounts)}`).join("; ") };
}

function accountOf({ type, id, outputs }: StateResource): readonly string[] {
  if (NOT_ITS_OWN_ARN.has(type)) return [];
  const { arn } = outputs;
  return accountIn(typeof arn === "string" ? arn : id);
}

function accountIn(arn: string | undefined): readonly string[] {
  const account = ARN_ACCOUNT.exec(arn ?? "")?.[1];
  return account === undefined ? [] : [account];
}

// A state with a hundred accounts in it would fill the report.
const NAMED = 3;

function named(accounts: ReadonlySet<string>): string {
  const sorted = [...accounts].toSorted();
  const more = sorted.length > NAMED ? ` and ${sorted.length - NAMED} more` : "";
  return `${sorted.slice(0, NAMED).join(", ")}${more}`;
}
