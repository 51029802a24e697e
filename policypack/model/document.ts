import { isJson, type Json } from "./json";

/** undefined where the text is no JSON, or is nested too deep to be walked. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JSON inside a string, as policy documents are: an object or an array, nothing less. */
export function parseDocument(text: string): Json | undefined {
  return /^\s*[{[]/.test(text) ? parseJson(text) : undefined;
}
