import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from "../../policypack/model";

/**
 * What ECS writes into a container definition that does not say it.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html and API_HealthCheck.html;
 * as noise: https://github.com/pulumi/pulumi-aws/issues/1985
 */
const CONTAINER: JsonObject = { cpu: 0, essential: true };
const HEALTH_CHECK: JsonObject = { interval: 30, retries: 3, timeout: 5 };
// A host port that is not said is chosen by ECS; one that is said is not taken for noise: outside of `awsvpc` it is a choice.
const PORT: JsonObject = { hostPort: 0, protocol: "tcp" };

/** Lists of a container whose order says nothing, where each name is there once. */
const NAMED = ["environment", "secrets"];

export function isContainerList(type: string, name: string): boolean {
  return name === "containerDefinitions" && type.startsWith("aws:ecs/taskDefinition:");
}

/** The same text for container definitions that ECS runs alike; undefined where the value is something else. */
export function canonicalContainers(document: Json): string | undefined {
  if (!isJsonArray(document) || !document.every(isJsonObject)) return undefined;
  return canonicalJson(inOneOrder(document.map(canonicalContainer), "name"));
}

function canonicalContainer(container: JsonObject): JsonObject {
  const said = Object.entries(container).map(([name, value]): [string, Json] => [name, canonicalSetting(name, value)]);
  return { ...CONTAINER, ...Object.fromEntries(said.filter(([, value]) => !isNothing(value))) };
}

function canonicalSetting(name: string, value: Json): Json {
  if (name === "healthCheck" && isJsonObject(value) && !isNothing(value)) return { ...HEALTH_CHECK, ...value };
  if (!isJsonArray(value)) return value;
  if (name === "portMappings") return value.map((mapping) => (isJsonObject(mapping) ? { ...PORT, ...mapping } : mapping));
  return NAMED.includes(name) && value.every(isJsonObject) ? inOneOrder(value, "name") : value;
}

/** As they come where one name is there twice: then the order may decide. */
function inOneOrder(elements: readonly JsonObject[], name: string): readonly JsonObject[] {
  const keys = elements.map((element) => canonicalJson(element[name] ?? null));
  if (new Set(keys).size !== keys.length) return elements;
  return elements
    .map((element, index): readonly [string, JsonObject] => [keys[index] ?? "", element])
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, element]) => element);
}

// Not the empty text: an empty command or user says something.
function isNothing(value: Json): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}
