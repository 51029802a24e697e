import type { Deployment, StateResource } from "../estate/deployment";

/** What a stack takes while it is refreshed. */
export interface Need {
  /** Of the CLI and its providers together. */
  readonly memoryBytes: number;
  /** AWS accounts that it reads. */
  readonly accounts: readonly string[];
}

const MB = 1_000_000;

// Measured: the CLI takes about 130 MB, a process of the AWS provider 300 to 430.
const CLI_BYTES = 130 * MB;
const CLOUD_PROVIDER_BYTES = 430 * MB;
/** Others with the API of a whole cloud in one binary; not measured, but of the same size on disk. */
const CLOUD_PROVIDERS: ReadonlySet<string> = new Set(["aws", "aws-native", "azure", "azure-native", "gcp", "google-native", "oci", "alicloud"]);
/** Not measured: what a plugin in Go with an ordinary schema takes. */
const OTHER_PROVIDER_BYTES = 150 * MB;

/** Of a stack that has not been read: a stack with AWS in it, wherever that may be. */
export const USUAL_NEED: Need = { memoryBytes: CLI_BYTES + CLOUD_PROVIDER_BYTES, accounts: [] };

/** Nothing is run. */
export const NO_NEED: Need = { memoryBytes: 0, accounts: [] };

/** The engine starts a process for each provider resource that a resource of the state refers to. */
export function needOf({ resources }: Deployment): Need {
  const providers = usedProviders(resources);
  if (providers.length === 0) return NO_NEED;
  const memoryBytes = providers.reduce((sum, { name }) => sum + (CLOUD_PROVIDERS.has(name) ? CLOUD_PROVIDER_BYTES : OTHER_PROVIDER_BYTES), CLI_BYTES);
  return { memoryBytes, accounts: [...new Set(resources.flatMap(accountOf))].toSorted() };
}

/** A provider resource that has resources. */
export interface UsedProvider {
  /** The package, as in `pulumi:providers:NAME`. */
  readonly name: string;
  readonly resource?: StateResource | undefined;
}

export function usedProviders(resources: readonly StateResource[]): readonly UsedProvider[] {
  const recorded = new Map(resources.map((resource) => [`${resource.urn}::${resource.id ?? ""}`, resource]));
  const references = new Set(resources.flatMap(({ custom, provider }) => (custom === true && provider !== undefined ? [provider] : [])));
  return [...references].flatMap((reference) => {
    const name = /[:$]pulumi:providers:([^:]+)::/.exec(reference)?.[1];
    // The engine's own, which reads stack references.
    return name === undefined || name === "pulumi" ? [] : [{ name, resource: recorded.get(reference) }];
  });
}

function accountOf({ type, outputs }: StateResource): readonly string[] {
  if (!type.startsWith("aws:")) return [];
  const arn = outputs["arn"];
  const account = typeof arn === "string" ? /^arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):/.exec(arn)?.[1] : undefined;
  return account === undefined ? [] : [account];
}
