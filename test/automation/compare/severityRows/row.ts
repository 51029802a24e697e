import type { JsonObject, Json } from "../../../../policypack/model";

/**
 * A change for the worse: on this type, what stands at this path goes from the one value to the other. undefined is
 * no value; "x[]" is a list with one element. The weight has a "+" where access is opened; `beside` is what else
 * the resource has.
 */
export type Row = readonly [what: string, type: string, path: string, from: Json | undefined, to: Json | undefined, weight: string, beside?: JsonObject];

/** "ec2/flowLog" → the token of the type. */
export function tokenOf(type: string): string {
  const name = type.split("/").at(-1) ?? "";
  return `aws:${type}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** A resource's properties, with a value at a path. */
export function propertiesWith(path: string, value: Json | undefined, beside: JsonObject = {}): JsonObject {
  return { ...beside, ...nest(path.split("."), value) };
}

function nest([name = "", ...rest]: readonly string[], value: Json | undefined): JsonObject {
  if (value === undefined) return {};
  const inner = rest.length === 0 ? value : nest(rest, value);
  return name.endsWith("[]") ? { [name.slice(0, -2)]: [inner] } : { [name]: inner };
}
