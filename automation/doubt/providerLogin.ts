import { z } from "zod";
import { jsonSchema, type JsonObject } from "../../policypack/model";
import { parseArn } from "../estate/arn";
import type { Environment } from "../estate/runPulumi";
import type { Caller, Login } from "./caller";

// In a provider's inputs everything that is no string is JSON in a string.
const encoded = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("not JSON");
      return z.NEVER;
    }
  })
  .pipe(jsonSchema);
const role = z.object({ roleArn: z.string() });
const rolesSchema = z.union([z.array(role), role.transform((one) => [one])]);
const endpointsSchema = z.array(z.object({ sts: z.string().optional() }));

// The last that is assumed is whom AWS sees: first by a token, then from role to role. `assumeRole` is up to version 6.
const ROLES = ["assumeRoles", "assumeRole", "assumeRoleWithWebIdentity"] as const;
const KEYS = ["accessKey", "secretKey", "token"] as const;

/**
 * As whom an AWS provider goes to AWS: a role that it assumes tells its account by itself; else the keys or the
 * profile in its inputs come before the keys of the environment, and these before the profile of the environment
 * (the order of the AWS SDK for Go: https://github.com/aws/aws-sdk-go-v2/blob/main/config/resolve_credentials.go).
 * Shared files that only the provider's inputs name are not looked at.
 *
 * @param inputs the provider's, as recorded: what is encrypted there stays closed
 */
export function providerLogin(inputs: JsonObject, env: Environment): Caller | { readonly login: Login } {
  for (const name of ROLES) {
    if (inputs[name] === undefined) continue;
    const roles = rolesSchema.safeParse(encoded.safeParse(inputs[name]).data);
    const last = roles.data?.at(-1);
    if (roles.success && last === undefined) continue;
    const account = parseArn(last?.roleArn ?? "")?.account;
    return account === undefined ? { unknown: "the role that its provider assumes cannot be read from the state" } : { account };
  }
  if (KEYS.some((name) => inputs[name] !== undefined && typeof inputs[name] !== "string")) {
    return { unknown: "the keys of its provider are encrypted in the state" };
  }
  const region = providerRegion(inputs, env);
  const stsEndpoint = endpointOf(inputs) ?? variable(env, "AWS_ENDPOINT_URL_STS") ?? variable(env, "AWS_ENDPOINT_URL");
  const place = { ...(region !== undefined && { region }), ...(stsEndpoint !== undefined && { stsEndpoint }) };
  const profile = text(inputs, "profile");
  const keys = keysFrom(text(inputs, "accessKey"), text(inputs, "secretKey"), text(inputs, "token"));
  if (keys !== undefined) return { login: { ...place, keys } };
  if (profile !== undefined) return { login: { ...place, profile } };
  const ownKeys = keysFrom(variable(env, "AWS_ACCESS_KEY_ID"), variable(env, "AWS_SECRET_ACCESS_KEY"), variable(env, "AWS_SESSION_TOKEN"));
  if (ownKeys !== undefined) return { login: { ...place, keys: ownKeys } };
  const ownProfile = variable(env, "AWS_PROFILE");
  return { login: { ...place, ...(ownProfile !== undefined && { profile: ownProfile }) } };
}

/** Where a provider looks for what does not name a region of its own. */
export function providerRegion(inputs: JsonObject, env: Environment): string | undefined {
  return text(inputs, "region") ?? variable(env, "AWS_REGION") ?? variable(env, "AWS_DEFAULT_REGION");
}

function endpointOf(inputs: JsonObject): string | undefined {
  return endpointsSchema.safeParse(encoded.safeParse(inputs["endpoints"]).data).data?.find(({ sts }) => sts !== undefined)?.sts;
}

function keysFrom(accessKeyId: string | undefined, secretAccessKey: string | undefined, sessionToken: string | undefined): Login["keys"] {
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

function text(inputs: JsonObject, name: string): string | undefined {
  const value = inputs[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An empty variable counts as none, as for the SDKs. */
function variable(env: Environment, name: string): string | undefined {
  return env[name] === "" ? undefined : env[name];
}
