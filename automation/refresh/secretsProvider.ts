import type { LocalWorkspaceOptions } from "@pulumi/pulumi/automation";
import { isJsonObject } from "../../policypack/model";
import type { Environment } from "../estate/runPulumi";
import type { Deployment } from "../estate/deployment";

/*
 * The CLI wants a secrets provider for a stack's (here empty) configuration besides the one that the state names
 * for itself. Left alone, it would take a passphrase and derive a new key, at a fifth of a second of computing.
 */

/** A stack with a passphrase keeps its salt, so that one derived key serves both. */
export function secretsSettings(stack: string, { secrets_providers: provider }: Deployment): Pick<LocalWorkspaceOptions, "stackSettings"> {
  const salt = provider?.type === "passphrase" && isJsonObject(provider.state) ? provider.state["salt"] : undefined;
  return typeof salt === "string" ? { stackSettings: { [stack]: { encryptionSalt: salt } } } : {};
}

/** Any other stack gets an empty passphrase, unless there is one: it protects nothing, for nothing is configured. */
export function secretsEnvironment({ secrets_providers: provider }: Deployment): Environment {
  return provider?.type === "passphrase" ? {} : { PULUMI_CONFIG_PASSPHRASE: "" };
}
