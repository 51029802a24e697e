import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../../policypack/model/json";
import { toJson } from "../aws/json";
import { UNKNOWN, elementOf, isList, isObject, isSecret, type Value, type Values } from "../provider/values";
import { bucket, type Kind, type Place } from "./kinds";
import type { StackName } from "./names";
import type { Seal } from "./seal";
import type { Template } from "./template";

/** A resource that is there in the cloud, as the provider tells of it. */
export interface Made {
  readonly kind: Kind;
  readonly place: Place;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly at: Date;
}

export interface Deployed extends StackName {
  /** In the order of creation. */
  readonly resources: readonly Made[];
  readonly from: Date;
  readonly to: Date;
}

export function urnOf({ project, stack }: StackName, type: string, name: string): string {
  return `urn:pulumi:${stack}::${project}::${type}::${name}`;
}

/** The template's checkpoint with another stack's names and resources: what the CLI would have written of its `up`. */
export function cloneCheckpoint({ checkpoint: template }: Template, deployed: Deployed, seal: Seal, providerId: string): JsonObject {
  const { latest } = template.checkpoint;
  const originalOf = (type: string) => {
    const found = latest.resources.find((resource) => resource.type === type);
    if (found === undefined) throw new Error(`the template has no ${type}`);
    return found;
  };
  const root = originalOf("pulumi:pulumi:Stack");
  const provider = originalOf("pulumi:providers:aws");
  const rootUrn = urnOf(deployed, root.type, `${deployed.project}-${deployed.stack}`);
  const providerUrn = urnOf(deployed, provider.type, provider.urn.slice(provider.urn.lastIndexOf("::") + 2));

  const cloneOf = ({ kind, place, id, inputs, outputs, at }: Made) => {
    const references = new Map([
      [root.urn, rootUrn],
      [`${provider.urn}::${String(provider["id"])}`, `${providerUrn}::${providerId}`],
      [originalOf(bucket.token).urn, urnOf(deployed, bucket.token, place.name)],
    ]);
    return {
      ...asObject(rename(toJson(originalOf(kind.token)), references)),
      urn: urnOf(deployed, kind.token, place.name),
      id, inputs: inState(inputs, seal), outputs: inState(outputs, seal), ...since(at),
    };
  };
  return asObject(toJson({
    ...template,
    checkpoint: {
      ...template.checkpoint,
      stack: `organization/${deployed.project}/${deployed.stack}`,
      latest: {
        ...latest,
        manifest: { ...latest.manifest, time: deployed.to.toISOString() },
        resources: [
          { ...root, urn: rootUrn, ...since(deployed.from) },
          { ...provider, urn: providerUrn, id: providerId, ...since(deployed.from) },
          ...deployed.resources.map(cloneOf),
        ],
      },
    },
  }));
}

/** The template's entry in the history, for another stack's update. */
export function cloneUpdate({ update }: Template, { resources, from, to }: Deployed): JsonObject {
  const seconds = (date: Date) => Math.floor(date.getTime() / 1000);
  // The stack and its provider were created, too, and only the provider is not counted.
  return asObject(toJson({ ...update, startTime: seconds(from), endTime: seconds(to), resourceChanges: { create: resources.length + 1 } }));
}

function since(date: Date) {
  return { created: date.toISOString(), modified: date.toISOString() };
}

/** Replaces whole texts, wherever they stand. */
function rename(value: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof value === "string") return names.get(value) ?? value;
  if (isJsonArray(value)) return value.map((element) => rename(element, names));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, rename(element, names)]));
}

function inState(values: Values, seal: Seal): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, valueInState(value, seal)]));
}

function valueInState(value: Value, seal: Seal): Json {
  if (value === UNKNOWN) throw new Error("a resource that was made has an unknown property");
  if (isSecret(value)) return seal(JSON.stringify(elementOf(value)));
  if (isList(value)) return value.map((element) => valueInState(element, seal));
  return isObject(value) ? inState(value, seal) : value;
}

function asObject(value: Json): JsonObject {
  if (!isJsonObject(value)) throw new Error("not an object");
  return value;
}
