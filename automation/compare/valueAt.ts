import { isJsonArray, isJsonObject, isMasked, type Json, type PropertyPath } from "../../policypack/model";

/** The value at a path; undefined where there is none. Inside a secret, only the secret can be shown. */
export function valueAt(tree: Json | undefined, path: PropertyPath): Json | undefined {
  let value = tree;
  for (const segment of path) {
    if (isMasked(value)) return value;
    if (isJsonArray(value)) value = typeof segment === "number" ? value[segment] : undefined;
    else if (isJsonObject(value)) value = Object.hasOwn(value, segment) ? value[String(segment)] : undefined;
    else return undefined;
  }
  return value;
}
