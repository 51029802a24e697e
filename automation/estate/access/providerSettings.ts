import { isJsonArray, isJsonObject, jsonSchema, type Json, type JsonObject } from "../../../policypack/model";

/**
 * What says whose credentials an AWS provider uses; all of it goes where a scan role comes in. The metadata endpoint is
 * among it, because credentials come from there. `assumeRole` was the name up to version 6, `sharedCredentialsFile` up
 * to version 5.
 * Source: https://www.pulumi.com/registry/packages/aws/api-docs/provider/
 */
export const CREDENTIAL_SETTINGS = [
  "accessKey", "secretKey", "token", "profile", "sharedConfigFiles", "sharedCredentialsFile", "sharedCredentialsFiles",
  "assumeRole", "assumeRoles", "assumeRoleWithWebIdentity", "ec2MetadataServiceEndpoint", "ec2MetadataServiceEndpointMode",
] as const;

/** An AWS provider as the state has it. Values of credentials stay where they are: only their names are told. */
export interface ProviderSettings {
  readonly region?: string;
  readonly version?: string;
  readonly allowedAccountIds: readonly string[];
  /** The role whose session reads, the last of a chain. */
  readonly roleArn?: string;
  readonly credentials: readonly string[];
}

/** A setting that is encrypted, or is not what it should be, says nothing. */
export function readProviderSettings(inputs: JsonObject): ProviderSettings {
  const [region, version, roleArn] = [text(inputs["region"]), text(inputs["version"]), lastRole(inputs)];
  return {
    ...(region !== undefined && { region }),
    ...(version !== undefined && { version }),
    ...(roleArn !== undefined && { roleArn }),
    allowedAccountIds: listed(inputs["allowedAccountIds"]).flatMap((id) => (typeof id === "string" ? [id] : [])),
    credentials: CREDENTIAL_SETTINGS.filter((name) => isSet(inputs[name])),
  };
}

/** A role is assumed with what the web identity gave, where there are both. */
function lastRole(inputs: JsonObject): string | undefined {
  const roles = [inputs["assumeRoleWithWebIdentity"], inputs["assumeRole"], inputs["assumeRoles"]].flatMap(listed);
  return roles.map((role) => (isJsonObject(role) ? text(role["roleArn"]) : undefined)).findLast((arn) => arn !== undefined);
}

function listed(setting: Json | undefined): readonly Json[] {
  const value = decoded(setting);
  if (value === undefined) return [];
  return isJsonArray(value) ? value : [value];
}

/** In a provider's inputs whatever is no text is JSON in a text. */
function decoded(setting: Json | undefined): Json | undefined {
  if (typeof setting !== "string") return setting;
  try {
    return jsonSchema.safeParse(JSON.parse(setting)).data;
  } catch {
    return undefined;
  }
}

function isSet(setting: Json | undefined): boolean {
  return setting !== undefined && setting !== null && setting !== "" && setting !== "[]" && setting !== "{}";
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
