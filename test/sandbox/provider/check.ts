import { createHash } from "node:crypto";
import { stepsBelow } from "./propertyPath";
import type { Path } from "./propertyPath";
import { isMap } from "./resourceType";
import type { ResourceType } from "./resourceType";
import { markSecrets } from "./secrets";
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
  readonly isIgnoredTag: (key: string) => boolean;
}

/** What the program gave, with the provider's defaults, and a record of which they are in `__defaults`, as the bridge keeps it. */
export function checkInputs(type: ResourceType, { name, news, olds, seed, region, defaultTags, isIgnoredTag }: Wanted): Values {
  const { autonamed } = type;
  const named: Values =
    autonamed === undefined || !isUnset(news[autonamed]) ? {} : { [autonamed]: recordedDefault(olds, autonamed) ?? autoname(name, seed) };
  const inputs = withDefaults(type, [], news, named);
  return markSecrets(type.secretOutputs, {
    ...inputs,
    ...(type.regional ? { region: inputs["region"] ?? region } : {}),
    ...(type.tagged ? { tagsAll: mergeTags(defaultTags, inputs["tags"], isIgnoredTag) } : {}),
  });
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

function mergeTags(defaultTags: Values, tags: Value | undefined, isIgnored: (key: string) => boolean): Value {
  if (tags === UNKNOWN) return UNKNOWN;
  if (isSecret(tags)) return secret(mergeTags(defaultTags, elementOf(tags), isIgnored));
  const all = Object.entries({ ...defaultTags, ...(isObject(tags) ? tags : {}) });
  return Object.fromEntries(all.filter(([key]) => !isIgnored(key)));
}

/** Every nested block has its own record of defaults. */
function withDefaults(type: ResourceType, path: Path, block: Values, more: Values = {}): Values {
  const given = Object.entries(block).filter(([, value]) => !isUnset(value));
  const defaults = Object.entries<Value>(type.defaults).flatMap(([pattern, value]) => {
    const [key, ...rest] = stepsBelow(path, pattern) ?? [];
    return key === undefined || rest.length > 0 ? [] : [[key, value] as const];
  });
  const missing = [...defaults, ...Object.entries(more)].filter(([key]) => isUnset(block[key]));
  return {
    ...Object.fromEntries(given.map(([key, value]) => [key, withNestedDefaults(type, [...path, key], value)])),
    ...Object.fromEntries(missing),
    __defaults: missing.map(([key]) => key).sort(),
  };
}

/** Maps of the user's keys and files have no defaults. */
function withNestedDefaults(type: ResourceType, path: Path, value: Value): Value {
  if (isMap(type, path) || isAsset(value)) return value;
  if (isSecret(value)) return secret(withNestedDefaults(type, path, elementOf(value)));
  if (isList(value)) return value.map((element, index) => withNestedDefaults(type, [...path, index], element));
  return isObject(value) ? withDefaults(type, path, value) : value;
}

function isUnset(value: Value | undefined): boolean {
  return value === undefined || value === null;
}
