import type { FailureCode } from "./refresh";

/** Of a stack as a whole, besides what its refresh can end with. */
type RoadCode = "state-unreadable" | "state-missing" | "internal";

/** What to type or change, by the code of a stack's problem. */
const fixes: Readonly<Record<FailureCode | RoadCode, string>> = {
  passphrase: "set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to the passphrase of these stacks, and scan again",
  "plugin-download": "let this machine reach the plugin's download server, or install it beforehand: pulumi plugin install resource NAME VERSION",
  "plugin-missing": "install the plugin that is named: pulumi plugin install resource NAME VERSION",
  "provider-crashed": "scan again with a lower --concurrency: providers are ended where memory runs out; else try a newer version of the provider",
  throttled: "scan again with a lower --concurrency, or at another hour: somebody else uses up the account's requests",
  unreachable: "check network, proxy and the region in the provider's settings from this machine, and scan again",
  "service-failed": "scan again later: the service failed, see https://health.aws.amazon.com",
  credentials: "check the credentials: aws sts get-caller-identity must name the account of these stacks, with the rights to read in it",
  "credentials-expired": "sign in again or renew the credentials (environment, profile, or those in the provider's settings), and scan again",
  denied: "allow what the message names to whoever scans: AWS's ReadOnlyAccess, or the rows of automation/deploy/scannerPolicy.ts",
  "cli-killed": "scan again with a lower --concurrency: the system ends processes where memory runs out",
  timeout: "scan again with a longer --timeout, or find the resource that does not answer: it is among the unchecked ones",
  cancelled: "scan again, and let it end",
  "refresh-failed": "see what the engine says: pulumi refresh --preview-only --stack NAME",
  "state-unreadable": "see what the CLI says: pulumi stack export --stack NAME",
  "state-missing": "scan again: the stack was removed while it was being listed",
  internal: "the cause stands in the log of this scan; where it is no full disk, please report it",
};

const table: ReadonlyMap<string, string> = new Map(Object.entries(fixes));

export function fixOf(code: string): string | undefined {
  return table.get(code);
}
