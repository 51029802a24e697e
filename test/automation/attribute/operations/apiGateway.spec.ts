import { deleted, drift } from "../shapes/drifts";
import { alice, record } from "../shapes/records";
import { specify } from "./rows";

const API = "a1b2c3d4e5";
const stage = { type: "aws:apigateway/stage:Stage", identities: [`ags-${API}-live`, API] };
const method = { type: "aws:apigateway/method:Method", identities: [`agm-${API}-r1-GET`, API] };
const integration = { type: "aws:apigateway/integration:Integration", identities: [`agi-${API}-r1-GET`, API] };
const api = { type: "aws:apigateway/restApi:RestApi", identities: [API, "shop"] };
const plan = { type: "aws:apigateway/usagePlan:UsagePlan", identities: ["up1234", "gold"] };
const settings = (path: string) => ({ type: "aws:apigateway/methodSettings:MethodSettings", identities: [`${API}-live-${path}`, API] });

const call = (operation: string, parameters: object, responseElements: object | null = null) => record("apigateway", operation, "02:00", alice, parameters, { responseElements });
type Patch = readonly [op: string, path: string, value?: string];
const patched = (operation: string, subject: object, ...patches: readonly Patch[]) => call(operation, { ...subject, patchOperations: patches.map(([op, path, value]) => ({ op, path, value })) });
const live = (...patches: readonly Patch[]) => patched("UpdateStage", { restApiId: API, stageName: "live" }, ...patches);
const ofApi = (...patches: readonly Patch[]) => patched("UpdateRestApi", { restApiId: API }, ...patches);
const ofPlan = (...patches: readonly Patch[]) => patched("UpdateUsagePlan", { usagePlanId: "up1234" }, ...patches);
const ofMethod = { restApiId: API, resourceId: "r1", httpMethod: "GET" };
const cached = drift(stage, { path: "cacheClusterEnabled", expected: true, actual: false });
const variable = drift(stage, { path: "variables.MODE", expected: "a", actual: "b" });
const throttled = { path: "settings.throttlingRateLimit", expected: 100, actual: 10000 };
const canary = drift(stage, { path: "canarySettings", expected: { deploymentId: "d1", percentTraffic: 5 } });

describe("operations of API Gateway", () => {
  specify([
    ["a stage's cache", cached, live(["replace", "/cacheClusterEnabled", "false"]), "explains"],
    ["a stage's cache, in records that keep the body by itself", cached, call("UpdateStage", { restApiId: API, stageName: "live", updateStageInput: { patchOperations: [{ op: "replace", path: "/cacheClusterEnabled", value: "false" }] } }), "explains"],
    ["a stage's cache, switched on", cached, live(["replace", "/cacheClusterEnabled", "true"]), "contradicts"],
    ["a stage's cache, off and on and off", cached, live(["replace", "/cacheClusterEnabled", "true"], ["replace", "/cacheClusterEnabled", "false"]), "explains"],
    ["another switch of the stage", cached, live(["replace", "/tracingEnabled", "false"]), "elsewhere"],
    ["the cache of another stage", cached, patched("UpdateStage", { restApiId: API, stageName: "alive" }, ["replace", "/cacheClusterEnabled", "false"]), "elsewhere"],
    ["the same stage of another API", cached, patched("UpdateStage", { restApiId: "zzzzzzzzzz", stageName: "live" }, ["replace", "/cacheClusterEnabled", "false"]), "elsewhere"],
    ["a patch that is not recorded", cached, call("UpdateStage", { restApiId: API, stageName: "live" }), "names"],
    ["what only was tested", cached, live(["test", "/cacheClusterEnabled", "false"]), "elsewhere"],
    ["a stage's tracing", drift(stage, { path: "xrayTracingEnabled", expected: true, actual: false }), live(["replace", "/tracingEnabled", "false"]), "explains"],
    ["a variable", variable, live(["replace", "/variables/MODE", "b"]), "explains"],
    ["another variable of the same value", variable, live(["replace", "/variables/OTHER", "b"]), "elsewhere"],
    ["a variable of a canary", variable, live(["replace", "/canarySettings/stageVariableOverrides/MODE", "b"]), "elsewhere"],
    ["a variable that went", drift(stage, { path: "variables.MODE", expected: "a" }), live(["remove", "/variables/MODE"]), "explains"],
    ["variables as a whole", drift(stage, { path: "variables", expected: { A: "1", B: "2" }, actual: { A: "1", B: "3" } }), live(["replace", "/variables/B", "3"]), "explains"],
    ["logs of a stage", drift(stage, { path: "accessLogSettings.destinationArn", expected: "arn:a", actual: "arn:b" }), live(["replace", "/accessLogSettings/destinationArn", "arn:b"]), "explains"],
    ["logs of a stage, all of which were removed", drift(stage, { path: "accessLogSettings", expected: { destinationArn: "arn:a", format: "x" } }), live(["remove", "/accessLogSettings"]), "explains"],
    ["a canary that went", canary, live(["remove", "/canarySettings"]), "explains"],
    ["a canary that went, where another part was removed", canary, live(["remove", "/accessLogSettings"]), "elsewhere"],
    ["a canary that was promoted: the value is copied", drift(stage, { path: "deployment", expected: "d1", actual: "d2" }), live(["copy", "/deploymentId"]), "touches"],
    ["a stage's deployment", drift(stage, { path: "deployment", expected: "d1", actual: "d2" }), live(["replace", "/deploymentId", "d2"]), "explains"],
    ["a new deployment of the stage", drift(stage, { path: "deployment", expected: "d1", actual: "d2" }), call("CreateDeployment", { restApiId: API, createDeploymentInput: { stageName: "live" } }, { id: "d2", createdDate: "now" }), "explains"],
    ["a new deployment of another stage", drift(stage, { path: "deployment", expected: "d1", actual: "d2" }), call("CreateDeployment", { restApiId: API, createDeploymentInput: { stageName: "beta" } }, { id: "d2" }), "elsewhere"],
    ["a stage, where a method of it was throttled", cached, live(["replace", "/*/*/throttling/rateLimit", "1"]), "elsewhere"],
    ["a stage that was deleted", deleted(stage), call("DeleteStage", { restApiId: API, stageName: "live" }), "explains"],
    ["a stage that is gone, where another was deleted", deleted(stage), call("DeleteStage", { restApiId: API, stageName: "alive" }), "elsewhere"],
    ["a stage whose API was deleted", deleted(stage), call("DeleteRestApi", { restApiId: API }), "explains"],

    ["the throttle of all methods", drift(settings("*/*"), throttled), live(["replace", "/*/*/throttling/rateLimit", "10000.000000"]), "explains"],
    ["the throttle of one method", drift(settings("pets/GET"), throttled), live(["replace", "/~1pets/GET/throttling/rateLimit", "10000"]), "explains"],
    ["the throttle of a method deep in the API", drift(settings("pets~1{id}/GET"), throttled), live(["replace", "/~1pets~1{id}/GET/throttling/rateLimit", "10000"]), "explains"],
    ["the throttle of another method", drift(settings("pets/GET"), throttled), live(["replace", "/~1pets/POST/throttling/rateLimit", "10000"]), "elsewhere"],
    ["the throttle of a method, where that of all was changed", drift(settings("pets/GET"), throttled), live(["replace", "/*/*/throttling/rateLimit", "10000"]), "elsewhere"],
    ["another limit of the method", drift(settings("pets/GET"), throttled), live(["replace", "/~1pets/GET/throttling/burstLimit", "10000"]), "elsewhere"],
    ["the throttle of the same method in another stage", drift(settings("pets/GET"), throttled), patched("UpdateStage", { restApiId: API, stageName: "beta" }, ["replace", "/~1pets/GET/throttling/rateLimit", "10000"]), "elsewhere"],
    ["a method's log level", drift(settings("*/*"), { path: "settings.loggingLevel", expected: "INFO", actual: "OFF" }), live(["replace", "/*/*/logging/loglevel", "OFF"]), "explains"],
    ["a method's settings that were removed", deleted(settings("pets/GET")), live(["remove", "/~1pets/GET"]), "explains"],
    ["a method's settings that are gone, where another's were removed", deleted(settings("pets/GET")), live(["remove", "/~1pets/POST"]), "elsewhere"],

    ["an API's policy", drift(api, { path: "policy", expected: "{\"Statement\":[]}", actual: "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\"}]}" }), ofApi(["replace", "/policy", "{\"Statement\": [{\"Principal\": \"*\", \"Effect\": \"Allow\"}]}"]), "explains"],
    ["an API's endpoint", drift(api, { path: "endpointConfiguration.types", expected: "PRIVATE", actual: "REGIONAL" }), ofApi(["replace", "/endpointConfiguration/types/PRIVATE", "REGIONAL"]), "explains"],
    ["a type of content that came", drift(api, { path: "binaryMediaTypes[1]", actual: "image/png" }), ofApi(["add", "/binaryMediaTypes/image~1png"]), "explains"],
    ["another type of content that came", drift(api, { path: "binaryMediaTypes[1]", actual: "image/png" }), ofApi(["add", "/binaryMediaTypes/image~1gif"]), "elsewhere"],
    ["an endpoint of a network that went", drift(api, { path: "endpointConfiguration.vpcEndpointIds[0]", expected: "vpce-1" }), ofApi(["remove", "/endpointConfiguration/vpcEndpointIds", "vpce-1"]), "explains"],
    ["an API, where its stage was changed", drift(api, { path: "description", expected: "a", actual: "b" }), live(["replace", "/description", "b"]), "elsewhere"],
    ["an API that was imported over", drift(api, { path: "description", expected: "a", actual: "b" }), call("PutRestApi", { restApiId: API, mode: "overwrite" }), "names"],

    ["a method's authorization", drift(method, { path: "authorization", expected: "AWS_IAM", actual: "NONE" }), patched("UpdateMethod", ofMethod, ["replace", "/authorizationType", "NONE"]), "explains"],
    ["the authorization of the resource's other method", drift(method, { path: "authorization", expected: "AWS_IAM", actual: "NONE" }), patched("UpdateMethod", { ...ofMethod, httpMethod: "POST" }, ["replace", "/authorizationType", "NONE"]), "elsewhere"],
    ["the authorization of another resource's method", drift(method, { path: "authorization", expected: "AWS_IAM", actual: "NONE" }), patched("UpdateMethod", { ...ofMethod, resourceId: "r2" }, ["replace", "/authorizationType", "NONE"]), "elsewhere"],
    ["a method that was deleted", deleted(method), call("DeleteMethod", ofMethod), "explains"],
    ["an integration's target", drift(integration, { path: "uri", expected: "https://a", actual: "https://b" }), patched("UpdateIntegration", ofMethod, ["replace", "/uri", "https://b"]), "explains"],
    ["an integration's target, given anew", drift(integration, { path: "uri", expected: "https://a", actual: "https://b" }), call("PutIntegration", { ...ofMethod, putIntegrationInput: { type: "HTTP", uri: "https://b" } }), "explains"],
    ["an integration's time-out", drift(integration, { path: "timeoutMilliseconds", expected: 29000, actual: 50 }), patched("UpdateIntegration", ofMethod, ["replace", "/timeoutInMillis", "50"]), "explains"],
    ["a template, whose name has a slash", drift(integration, { path: 'requestTemplates["application/json"]', expected: "{}", actual: "x" }), patched("UpdateIntegration", ofMethod, ["replace", "/requestTemplates/application~1json", "x"]), "explains"],

    ["a plan's quota", drift(plan, { path: "quotaSettings.limit", expected: 10, actual: 10000 }), ofPlan(["replace", "/quota/limit", "10000"]), "explains"],
    ["a plan's rate, where its burst was changed", drift(plan, { path: "throttleSettings.rateLimit", expected: 10, actual: 10000 }), ofPlan(["replace", "/throttle/burstLimit", "10000"]), "elsewhere"],
    ["a stage that came to a plan", drift(plan, { path: "apiStages[1]", actual: { apiId: API, stage: "live" } }), ofPlan(["add", "/apiStages", `${API}:live`]), "explains"],
    ["another stage that came to a plan", drift(plan, { path: "apiStages[1]", actual: { apiId: API, stage: "live" } }), ofPlan(["add", "/apiStages", `${API}:beta`]), "elsewhere"],
    ["a stage that went from a plan", drift(plan, { path: "apiStages[0]", expected: { apiId: API, stage: "live" } }), ofPlan(["remove", "/apiStages", `${API}:live`]), "explains"],
    ["a plan of a similar name", drift(plan, { path: "quotaSettings.limit", expected: 10, actual: 10000 }), patched("UpdateUsagePlan", { usagePlanId: "up12345" }, ["replace", "/quota/limit", "10000"]), "elsewhere"],
    ["a plan that was given a key", drift(plan, { path: "name", expected: "gold", actual: "silver" }), call("CreateUsagePlanKey", { usagePlanId: "up1234", keyId: "k1", keyType: "API_KEY" }), "elsewhere"],
    ["a key that was switched off", drift({ type: "aws:apigateway/apiKey:ApiKey", identities: ["k123456789"] }, { path: "enabled", expected: true, actual: false }), patched("UpdateApiKey", { apiKey: "k123456789" }, ["replace", "/enabled", "false"]), "explains"],
  ]);
});
