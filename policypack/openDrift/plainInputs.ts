import { INCOMPARABLE, type Json, type JsonObject, type PropertyPath } from "../model";

/**
 * A policy's `props` as JSON. What is no JSON (assets and archives arrive as instances of the SDK's classes)
 * cannot be compared.
 * @throws the SDK's `UnknownValueError` where a value is not known yet, in a preview
 */
export function plainInputs(props: object): JsonObject {
  return Object.fromEntries(Object.entries(props).map(([key, value]: [string, unknown]) => [key, plain(value)]));
}

/**
 * Of a policy's `props` only what stands at a path, and the whole list where the path goes into one: what is not known
 * yet elsewhere, in a preview, is no hindrance.
 * @throws the SDK's `UnknownValueError` where a value at the path is not known yet
 */
export function inputsAlong(props: object, [segment, ...rest]: PropertyPath): JsonObject {
  if (typeof segment !== "string" || !Object.hasOwn(props, segment)) return {};
  const value: unknown = Reflect.get(props, segment);
  return { [segment]: typeof rest[0] === "string" && isPlainObject(value) ? inputsAlong(value, rest) : plain(value) };
}

function plain(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return plainList(value);
  return isPlainObject(value) ? plainInputs(value) : INCOMPARABLE;
}

/** By index: `map` makes its result by the list's constructor, which behind a remediation's two proxies is a TypeError. */
function plainList(list: readonly unknown[]): readonly Json[] {
  return Array.from({ length: list.length }, (_, index) => plain(list[index]));
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
