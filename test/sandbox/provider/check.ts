import { createHash } from "node:crypto";
import type { ResourceType } from "./resourceType";
import { UNKNOWN, elementOf, isAsset, isList, isObject, isSecret, secret } from "./values";
import type { Value, Values } from "./values";

interface Wanted {
  /** The resource's name in the program. */
  readonly name: string;
  readonly news: Values;
  /** The last inputs, or none. */
  readonly olds: Values;
  /** From the engine, so that preview and update agree on a name. */
  readonly seed: Uint8Array;
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, string>>;
}

/** What the program gave, with the provider's defaults, and a record of which they are in `__defaults`, as the bridge keeps it. */
export function checkInputs(type: ResourceType, { name, news, olds, seed, region, defaultTags }: Wanted): Values {
  const set = Object.entries(news).filter(([, value]) => value !== null);
  const given: Values = Object.fromEntries(set.map(([key, value]) => [key, withDefaultsMark(key, value)]));
  const missing = Object.entries<Value>(type.defaults).filter(([key]) => !(key in given));
  const { autonamed } = type;
  if (autonamed !== undefined && !(autonamed in given)) missing.push([autonamed, recordedDefault(olds, autonamed) ?? autoname(name, seed)]);
  return {
    ...given,
    ...Object.fromEntries(missing),
    ...(type.regional ? { region: given["region"] ?? region } : {}),
    ...(type.tagged ? { tagsAll: mergeTags(defaultTags, given["tags"]) } : {}),
    __defaults: missing.map(([key]) => key).sort(),
  };
}

/** `name-<7 hex>`; in lower case, because bucket names must be. */
function autoname(name: string, seed: Uint8Array): string {
  const hex = createHash("sha256").update(name).update(seed).digest("hex").slice(0, 7);
  return `${name.toLowerCase()}-${hex}`;
}

function recordedDefault(olds: Values, key: string): Value | undefined {
  const defaults = olds["__defaults"];
  return isList(defaults) && defaults.includes(key) ? olds[key] : undefined;
}

function mergeTags(defaultTags: Values, tags: Value | undefined): Value {
  if (tags === UNKNOWN) return UNKNOWN;
  if (isSecret(tags)) return secret(mergeTags(defaultTags, elementOf(tags)));
  return isObject(tags) ? { ...defaultTags, ...tags } : defaultTags;
}

/** Every nested block has its own record of defaults; maps of the user's keys have none. */
function withDefaultsMark(key: string, value: Value): Value {
  if (key === "tags" || key === "tagsAll" || isAsset(value)) return value;
  if (isSecret(value)) return secret(withDefaultsMark(key, elementOf(value)));
  if (isList(value)) return value.map((element) => withDefaultsMark(key, element));
  if (!isObject(value)) return value;
  return { ...Object.fromEntries(Object.entries(value).map(([name, element]) => [name, withDefaultsMark(name, element)])), __defaults: [] };
}
