import { isJsonArray, isJsonObject, jsonSchema, type Json } from "../../policypack/model";

/** What a value says: JSON inside a text is read; any other text is none. */
export function documentOf(value: Json | undefined): Json | undefined {
  return typeof value === "string" ? parsed(value) : value;
}

function parsed(text: string): Json | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const value = jsonSchema.parse(JSON.parse(text));
    return isJsonObject(value) || isJsonArray(value) ? value : undefined;
  } catch {
    // Not JSON, or nested deeper than the stack: then it is shown as the text that it is.
    return undefined;
  }
}
