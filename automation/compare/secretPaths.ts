import { isJsonArray, isJsonObject, type Json } from "../../policypack/model";
import type { StateResource } from "../estate/deployment";
import { isSecretEnvelope } from "./secretEnvelope";

/** Where a secret lies: names, and "*" for any key or index (a list that was re-ordered keeps its secrets). */
export interface SecretPath {
  readonly names: readonly string[];
  /** Variables are hidden, but "production" is not then searched in the rest of the report. */
  readonly learn: "always" | "where-the-name-says-so";
}

const secret = (...names: string[]): SecretPath => ({ names, learn: "always" });
const variable = (...names: string[]): SecretPath => ({ names, learn: "where-the-name-says-so" });

/** Where AWS resources keep secrets, marked or not. Passwords and keys are known by name besides (see `Masker`). */
const WELL_KNOWN: readonly (readonly [type: RegExp, paths: readonly SecretPath[]])[] = [
  [/^aws:secretsmanager\/secretVersion:/, [secret("secretString"), secret("secretBinary")]],
  [/^aws:(rds|docdb|neptune|redshift|redshiftserverless|memorydb|directoryservice|mq|opensearch|elasticsearch)\//, [
    secret("password"), secret("masterPassword"), secret("masterUserPassword"), secret("adminUserPassword"), secret("passwords"),
    secret("user", "*", "password"), secret("users", "*", "password"), secret("advancedSecurityOptions", "masterUserOptions", "masterUserPassword"),
  ]],
  [/^aws:elasticache\//, [secret("authToken"), secret("passwords"), secret("authenticationMode", "passwords")]],
  [/^aws:lambda\/function:/, [variable("environment", "variables", "*")]],
  [/^aws:ecs\/taskDefinition:/, [variable("containerDefinitions", "*", "environment", "*", "value")]],
  [/^aws:codebuild\/project:/, [variable("environment", "environmentVariables", "*", "value")]],
  [/^aws:apprunner\/service:/, [variable("sourceConfiguration", "imageRepository", "imageConfiguration", "runtimeEnvironmentVariables", "*")]],
  [/^aws:ec2\//, [secret("userData"), secret("userDataBase64")]],
  [/^aws:iam\/accessKey:/, [secret("secret"), secret("sesSmtpPasswordV4")]],
  [/^aws:iam\/userLoginProfile:/, [secret("password")]],
  [/^tls:/, [secret("privateKeyPem"), secret("privateKeyOpenssh"), secret("privateKeyPemPkcs8")]],
  [/^random:index\/randomPassword:/, [secret("result"), secret("bcryptHash")]],
  [/^kubernetes:core\/v1:Secret$/, [secret("data"), secret("stringData")]],
];

/** Every place of a resource where a secret is known to lie, in any of the states that are given. */
export function findSecretPaths(resource: StateResource, states: readonly Json[]): readonly SecretPath[] {
  const paths = [
    ...(resource.additionalSecretOutputs ?? []).map((output) => secret(output)),
    ...WELL_KNOWN.flatMap(([type, known]) => (type.test(resource.type) ? known : [])),
    ...(isSecureString(resource, states) ? [secret("value")] : []),
    ...states.filter(holdsEnvelope).flatMap((state) => envelopesIn(state, [])),
  ];
  return [...new Map(paths.map((path) => [JSON.stringify(path.names), path])).values()];
}

function isSecureString({ type }: StateResource, states: readonly Json[]): boolean {
  return type === "aws:ssm/parameter:Parameter" && states.some((state) => isJsonObject(state) && state["type"] === "SecureString");
}

// Most states hold none, and finding the way to each value takes longest.
function holdsEnvelope(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSecretEnvelope(value) || Object.values(value).some((element: Json) => holdsEnvelope(element));
}

function envelopesIn(value: Json, names: readonly string[]): readonly SecretPath[] {
  if (isSecretEnvelope(value)) return [secret(...names)];
  if (isJsonArray(value)) return value.flatMap((element) => envelopesIn(element, [...names, "*"]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, element]) => envelopesIn(element, [...names, name]));
}
