import type { JsonObject } from "../../../policypack/model";
import type { Deployment, StateResource } from "../deployment";
import type { AccountRule } from "./accessRules";
import { AWS_PROVIDER, type Access, type ProviderAccess } from "./findAccess";
import { CREDENTIAL_SETTINGS, readProviderSettings } from "./providerSettings";

/** Who looks, in the trails of the accounts. */
const SESSION_NAME = "whodrift";

// A provider that may not be used is still started by the engine: then it asks nobody anything.
const SILENT = { skipCredentialsValidation: "true", skipRequestingAccountId: "true" } as const;

/**
 * A copy of a deployment whose AWS providers read as they may: the scan role comes in, and everything that the state
 * says of credentials goes out, encrypted or not. The role is then assumed with the scan's own credentials, which the
 * provider finds as any AWS client does (environment, profile, web identity, the machine's role).
 *
 * What renews itself: the provider's session of the role, which lasts 15 minutes (no duration is asked for, so that a
 * role's shortest maximum will do), and base credentials of a profile, a web identity or a machine, which each provider
 * process looks up anew. What cannot: a session's keys in the environment (AWS_SESSION_TOKEN). They must outlive the
 * scan; what is read after their end is unchecked.
 * Source: https://github.com/hashicorp/aws-sdk-go-base/blob/main/credentials.go (the duration is the SDK's own,
 * https://pkg.go.dev/github.com/aws/aws-sdk-go-v2/credentials/stscreds#pkg-variables)
 *
 * @param access of the same deployment
 */
export function rewriteProviders(deployment: Deployment, access: readonly ProviderAccess[]): Deployment {
  const known = new Map(access.map((one) => [one.reference, one.access]));
  // A provider without resources must not come to use its credentials either.
  const unused: Access = { kind: "refused", reason: "it has no resources" };
  return {
    ...deployment,
    resources: deployment.resources.map((resource) =>
      resource.type === AWS_PROVIDER ? rewrite(resource, known.get(`${resource.urn}::${resource.id ?? ""}`) ?? unused) : resource,
    ),
  };
}

function rewrite(provider: StateResource, access: Access): StateResource {
  switch (access.kind) {
    case "original":
      return provider;
    case "role": {
      const role = roleSetting(provider.inputs, access.rule);
      return { ...provider, inputs: { ...withoutCredentials(provider.inputs), ...role }, outputs: { ...withoutCredentials(provider.outputs), ...role } };
    }
    case "refused":
      return { ...provider, inputs: { ...withoutAccounts(provider.inputs), ...SILENT }, outputs: { ...withoutAccounts(provider.outputs), ...SILENT } };
  }
}

/** In a provider's inputs whatever is no text is JSON in a text. A chain of roles came with version 7, and with it the name. */
function roleSetting(inputs: JsonObject, { scanRole: roleArn, externalId }: AccountRule): JsonObject {
  const role = { roleArn, sessionName: SESSION_NAME, ...(externalId !== undefined && { externalId }) };
  const major = Number(/^\d+/.exec(readProviderSettings(inputs).version ?? "")?.[0]);
  const isOld = Number.isNaN(major) ? inputs["assumeRole"] !== undefined : major < 7;
  return isOld ? { assumeRole: JSON.stringify(role) } : { assumeRoles: JSON.stringify([role]) };
}

function withoutCredentials(settings: JsonObject): JsonObject {
  return without(settings, CREDENTIAL_SETTINGS);
}

/** Held to an account, it would ask which one it is in. */
function withoutAccounts(settings: JsonObject): JsonObject {
  return without(settings, [...CREDENTIAL_SETTINGS, "allowedAccountIds", "forbiddenAccountIds"]);
}

function without(settings: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));
}
