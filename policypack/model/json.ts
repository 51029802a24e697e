/** Any JSON value. What comes from outside is parsed to this before it is looked at. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

// Far deeper than any state or record; a walk of what is nested without end would overflow the stack.
const DEEPEST = 500;

/** False for what JSON has no word for (undefined, functions, NaN, class instances), anywhere inside. */
export function isJson(value: unknown): value is Json {
  return isJsonAt(value, 0);
}

function isJsonAt(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object": {
      if (value === null) return true;
      if (depth === DEEPEST || !(Array.isArray(value) || isPlain(value))) return false;
      return Object.values(value).every((inside) => isJsonAt(inside, depth + 1));
    }
    default:
      return false;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `Array.isArray` does not narrow read-only arrays. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** JSON with sorted keys, so that equal values give equal texts (and equal digests). */
export function canonicalJson(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`);
  return `{${entries.join(",")}}`;
}
