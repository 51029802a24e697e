import { stringify } from "yaml";
import { formatPath, isJsonArray, isJsonObject, readPath, type DriftedResource, type Json, type OpenDriftEntry } from "../../policypack/model";
import type { CodeText } from "./remediationReport";

type DeclaredAt = DriftedResource["declaredAt"];

/**
 * What the program has to say so that it has the actual value: one property, or one element of a list, at its path.
 * @param declaredAt where the resource is declared, as far as the state tells
 */
export function codeTextOf({ path: text, actual }: Pick<OpenDriftEntry, "path" | "actual">, declaredAt: DeclaredAt): CodeText {
  const at = declaredAt === undefined ? {} : { declaredAt };
  const path = readPath(text);
  const last = path?.at(-1);
  if (actual === undefined) return { path: text, edit: "remove", ...at };
  if (path !== undefined && typeof last === "number") {
    return { path: formatPath(path.slice(0, -1)), edit: "add", typescript: `${typescriptOf(actual)},`, yaml: stringify([actual], ONE_LINE).trimEnd(), ...at };
  }
  const name = last ?? text;
  return { path: text, edit: "set", typescript: `${keyOf(String(name))}: ${typescriptOf(actual)},`, yaml: stringify({ [name]: actual }, ONE_LINE).trimEnd(), ...at };
}

// A text is never broken: its lines would stand where only ours should, and no indent would survive being copied.
const ONE_LINE = { blockQuote: false, lineWidth: 0 } as const;

function typescriptOf(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(typescriptOf).join(", ")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, element]) => `${keyOf(key)}: ${typescriptOf(element)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

// A literal with a plain `__proto__` sets the prototype instead of a property; a computed key does not.
function keyOf(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}
