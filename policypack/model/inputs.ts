import { createHash } from "node:crypto";
import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from "./json";
import { formatPath, type PathSegment, type PropertyPath } from "./propertyPath";

// How the engine marks what is more than JSON (secrets, assets, archives, references) and which mark is a secret's.
// Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Stands for what one side of a comparison cannot see: secrets, and the content of assets and archives. */
export const INCOMPARABLE = "«not compared»";

/** Where the recorded inputs of a resource hold secrets, as property paths. */
export function secretInputs(inputs: JsonObject): readonly string[] {
  const found: string[] = [];
  const visit = (value: Json, path: PropertyPath): void => {
    if (isJsonArray(value)) {
      value.forEach((element, index) => {
        visit(element, [...path, index]);
      });
    } else if (isJsonObject(value)) {
      if (value[SIGNATURE_KEY] === SECRET_SIGNATURE) found.push(formatPath(path));
      else for (const [key, element] of Object.entries(value)) visit(element, [...path, key]);
    }
  };
  visit(inputs, []);
  return found;
}

/**
 * Inputs as both the recorded state and a policy pack know them: without the engine's own properties (`__defaults`)
 * and without nulls, which come and go between the two; secrets and assets as `INCOMPARABLE`.
 * @param secrets property paths of what is secret beside what is marked so
 */
export function comparableInputs(inputs: Json, secrets: readonly string[] = []): Json {
  const hidden = new Set(secrets);
  const clean = (value: Json, path: readonly PathSegment[]): Json => {
    if (hidden.size > 0 && hidden.has(formatPath(path))) return INCOMPARABLE;
    if (isJsonArray(value)) return value.map((element, index) => clean(element, [...path, index]));
    if (!isJsonObject(value)) return value;
    if (SIGNATURE_KEY in value) return INCOMPARABLE;
    const kept = Object.entries(value).filter(([key, element]) => !key.startsWith("__") && element !== null);
    return Object.fromEntries(kept.map(([key, element]) => [key, clean(element, [...path, key])]));
  };
  return clean(inputs, []);
}

/** sha256, in hex, of the comparable inputs: equal where an update would find nothing to do. */
export function inputsDigest(inputs: JsonObject, secrets: readonly string[] = secretInputs(inputs)): string {
  return createHash("sha256").update(canonicalJson(comparableInputs(inputs, secrets))).digest("hex");
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(value: Json | undefined, path: PropertyPath): Json | undefined {
  return path.reduce<Json | undefined>((inner, segment) => {
    if (isJsonArray(inner)) return typeof segment === "number" ? inner[segment] : undefined;
    return isJsonObject(inner) && Object.hasOwn(inner, segment) ? inner[segment] : undefined;
  }, value);
}
