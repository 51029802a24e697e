import { isJsonObject, type DriftedResource, type Json, type JsonObject } from "../../../policypack/model";
import type { CloudTrailRecord } from "../../audit/trailRecord";
import { operationOf } from "../mutatingCalls";
import { patchesIn, settingOf, type PatchNames } from "./patches";
import { another, deletes, untold, type Reader, type Reading, type Setting } from "./reader";
import { reads, type ResourceOperations } from "./writer";

type Named = Pick<DriftedResource, "identities">;

function settingsOf(record: CloudTrailRecord, names: PatchNames): Reading {
  const patches = patchesIn(record);
  return patches === undefined ? untold : { does: "sets", settings: patches.map((patch) => settingOf(patch, names)) };
}

/** A resource that one parameter names. */
function named(noun: string, subject: string, names: PatchNames = {}): ResourceOperations {
  return { subjects: [subject], deletes: [`Delete${noun}`], writers: [reads([`Update${noun}`], ["*"], (record) => settingsOf(record, names))] };
}

/** A part of an API. The call names the API and, in other parameters, the part: Pulumi's id holds both. */
function part(noun: string, idOf: (request: JsonObject) => readonly (string | undefined)[], names: PatchNames): ResourceOperations {
  const deleting = `Delete${noun}`;
  return {
    subjects: ["restapiid"],
    deletes: [deleting, "DeleteRestApi"],
    writers: [reads([`Update${noun}`, deleting], ["*"], ofPart(idOf, (record) => (operationOf(record) === deleting ? deletes : settingsOf(record, names))))],
  };
}

/** Only where the id that the call's parameters make is the resource's. */
function ofPart(idOf: (request: JsonObject) => readonly (string | undefined)[], reader: Reader): Reader {
  return (record, resource) => {
    const parts = idOf(record.requestParameters ?? {});
    if (parts.includes(undefined)) return untold;
    return resource.identities.includes(parts.join("-")) ? reader(record, resource) : another;
  };
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

const stage = part("Stage", (request) => ["ags", text(request["restApiId"]), text(request["stageName"])], { names: { deploymentId: "deployment", tracingEnabled: "xrayTracingEnabled" } });
const methodId = (prefix: string) => (request: JsonObject) => [prefix, text(request["restApiId"]), text(request["resourceId"]), text(request["httpMethod"])];

/** A deployment that names a stage puts itself there; the answer tells its id. */
function readDeployment({ requestParameters, responseElements }: CloudTrailRecord, { identities }: Named): Reading {
  const request = requestParameters ?? {};
  const input = isJsonObject(request["createDeploymentInput"]) ? request["createDeploymentInput"] : request;
  const [name, api, id] = [text(input["stageName"]), text(request["restApiId"]), text(responseElements?.["id"])];
  if (name === undefined || api === undefined || !identities.includes(`ags-${api}-${name}`)) return another;
  return { does: "sets", settings: [id === undefined ? { path: ["deployment"], untold: true } : { path: ["deployment"], value: id }] };
}

// https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
const METHOD_SETTINGS: Readonly<Record<string, string>> = {
  "metrics/enabled": "metricsEnabled",
  "logging/loglevel": "loggingLevel",
  "logging/dataTrace": "dataTraceEnabled",
  "throttling/burstLimit": "throttlingBurstLimit",
  "throttling/rateLimit": "throttlingRateLimit",
  "caching/enabled": "cachingEnabled",
  "caching/ttlInSeconds": "cacheTtlInSeconds",
  "caching/dataEncrypted": "cacheDataEncrypted",
  "caching/requireAuthorizationForCacheControl": "requireAuthorizationForCacheControl",
  "caching/unauthorizedCacheControlHeaderStrategy": "unauthorizedCacheControlHeaderStrategy",
};

/** The settings of one method, which are a part of its stage: `/~1pets/GET/throttling/rateLimit`. */
function readMethodSettings(record: CloudTrailRecord, { identities }: Named): Reading {
  const request = record.requestParameters ?? {};
  const [api, name] = [text(request["restApiId"]), text(request["stageName"])];
  if (api === undefined || name === undefined) return untold;
  const start = `${api}-${name}-`;
  const own = new Set(identities.filter((identity) => identity.startsWith(start)).map((identity) => methodPath(identity.slice(start.length).split("/"))));
  if (own.size === 0) return another;
  if (operationOf(record) === "DeleteStage") return deletes;
  const patches = patchesIn(record);
  if (patches === undefined) return untold;
  const about = patches.filter(({ path: [resource = "", method = ""] }) => own.has(methodPath([resource, method])));
  const last = about.at(-1);
  if (last === undefined) return another;
  if (last.op === "remove" && last.path.length === 2) return deletes;
  return { does: "sets", settings: about.flatMap((patch): Setting[] => {
    const leaf = patch.path.slice(2).join("/");
    return Object.hasOwn(METHOD_SETTINGS, leaf) ? [settingOf({ ...patch, path: ["settings", METHOD_SETTINGS[leaf] ?? leaf] }, {})] : [];
  }) };
}

/** The resource's path is given with or without the slash at its start, and with its own slashes escaped or not. */
function methodPath(segments: readonly string[]): string {
  return segments.join("/").replaceAll("~1", "/").replace(/^\/+/, "");
}

const integration = part("Integration", methodId("agi"), { names: { timeoutInMillis: "timeoutMilliseconds", httpMethod: "integrationHttpMethod" }, lists: ["cacheKeyParameters"] });

/** It gives the integration anew, in parameters instead of a patch. */
function readIntegration({ requestParameters }: CloudTrailRecord): Reading {
  const request = requestParameters ?? {};
  const input = isJsonObject(request["putIntegrationInput"]) ? request["putIntegrationInput"] : request;
  const settings = Object.entries(input).map(([name, value]): Setting => ({ path: [name === "timeoutInMillis" ? "timeoutMilliseconds" : name], value }));
  return { does: "sets", settings };
}

/** `api:stage` */
function apiStage(value: string): Json {
  const [apiId = "", stage = ""] = value.split(":");
  return { apiId, stage };
}

// The type that a patch replaces stands in its path: `/endpointConfiguration/types/EDGE`.
const ENDPOINTS = ["EDGE", "REGIONAL", "PRIVATE"].map((type) => [`endpointConfiguration.types.${type}`, "endpointConfiguration.types"] as const);
const REST_API: PatchNames = { names: Object.fromEntries(ENDPOINTS), lists: ["binaryMediaTypes", "endpointConfiguration.vpcEndpointIds"] };

/** REST APIs, their parts, and plans. */
export const apiGateway: Readonly<Record<string, ResourceOperations>> = {
  "apigateway/restApi": {
    subjects: ["restapiid"],
    deletes: ["DeleteRestApi"],
    writers: [
      reads(["UpdateRestApi"], ["*"], (record) => settingsOf(record, REST_API)),
      // It replaces or merges whatever the given document holds, which is not recorded.
      reads(["PutRestApi"], ["*"], () => untold),
    ],
  },
  "apigateway/stage": { ...stage, writers: [...stage.writers, reads(["CreateDeployment"], ["deployment"], readDeployment)] },
  "apigateway/methodSettings": { subjects: ["restapiid"], deletes: ["UpdateStage", "DeleteStage", "DeleteRestApi"], writers: [reads(["UpdateStage", "DeleteStage"], ["settings"], readMethodSettings)] },
  "apigateway/method": part("Method", methodId("agm"), { names: { authorizationType: "authorization" }, lists: ["authorizationScopes"] }),
  "apigateway/integration": { ...integration, writers: [...integration.writers, reads(["PutIntegration"], ["*"], ofPart(methodId("agi"), readIntegration))] },
  "apigateway/deployment": named("Deployment", "deploymentid"),
  "apigateway/usagePlan": named("UsagePlan", "usageplanid", { names: { throttle: "throttleSettings", quota: "quotaSettings" }, lists: ["apiStages"], elementOf: apiStage }),
  "apigateway/apiKey": named("ApiKey", "apikey"),
  "apigateway/authorizer": named("Authorizer", "authorizerid", { lists: ["providerArns"] }),
};
