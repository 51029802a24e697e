import type { Json } from "../../../../policypack/model/json";

/** A value that came as text, by the type of its shape. */
export function parseScalar(type: string, text: string): Json {
  switch (type) {
    case "integer":
    case "long":
    case "float":
    case "double":
      return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    default:
      return text;
  }
}
