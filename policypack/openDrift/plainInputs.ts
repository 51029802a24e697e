import { INCOMPARABLE, type Json, type JsonObject } from "../model";

/**
 * A policy's `props` as JSON. What is no JSON (assets and archives arrive as instances of the SDK's classes)
 * cannot be compared.
 * @throws the SDK's `UnknownValueError` where a value is not known yet, in a preview
 */
export function plainInputs(props: object): JsonObject {
  return Object.fromEntries(Object.entries(props).map(([key, value]: [string, unknown]) => [key, plain(value)]));
}

function plain(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) return plainInputs(value);
  return INCOMPARABLE;
}
