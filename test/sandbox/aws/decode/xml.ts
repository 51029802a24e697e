import { XMLParser } from "fast-xml-parser";
import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../../../policypack/model/json";
import { toJson } from "../json";
import type { ServiceModel, Shape, ShapeRef } from "../models/serviceModel";
import { parseScalar } from "./scalar";

const texts = new XMLParser({ ignoreDeclaration: true, parseTagValue: false, trimValues: false });
const values = new XMLParser({
  ignoreDeclaration: true, ignoreAttributes: false, attributeNamePrefix: "", textNodeName: "content",
});

/** The document as it stands: every value is text, a repeated element is an array. */
export function parseXml(text: string): JsonObject {
  return parseWith(texts, text);
}

/**
 * The document as CloudTrail writes XML into a record: numbers and booleans as such, attributes
 * (`xmlns`) beside elements, an element that occurs once not in an array.
 */
export function parseXmlForRecord(text: string): JsonObject {
  return parseWith(values, text);
}

function parseWith(parser: XMLParser, text: string): JsonObject {
  try {
    const parsed = toJson(parser.parse(text));
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** A part of an XML answer by its shape, keyed by the model's member names. */
export function decodeXml(model: ServiceModel, ref: ShapeRef, element: Json): Json | undefined {
  const shape = model.shape(ref);
  switch (shape.type) {
    case "structure":
      return decodeStructure(model, shape, element);
    case "list":
      return decodeItems(model, shape, itemsOf(shape, ref, element));
    case "map":
      return decodeMap(model, shape, element);
    default:
      return typeof element === "string" ? parseScalar(shape.type, element) : undefined;
  }
}

function decodeStructure(model: ServiceModel, shape: Shape, element: Json): Json {
  const found = isJsonObject(element) ? element : {};
  return Object.fromEntries(
    Object.entries(shape.members ?? {}).flatMap(([member, ref]) => {
      const child = found[elementName(model, member, ref)];
      const value = child === undefined ? undefined : decodeXml(model, ref, child);
      return value === undefined ? [] : [[member, value]];
    }),
  );
}

function elementName(model: ServiceModel, member: string, ref: ShapeRef): string {
  const shape = model.shape(ref);
  const flat = shape.flattened === true || ref.flattened === true;
  return (flat ? shape.member?.locationName : undefined) ?? ref.locationName ?? member;
}

function itemsOf(shape: Shape, ref: ShapeRef, element: Json): readonly Json[] {
  if (shape.flattened === true || ref.flattened === true) return asList(element);
  return isJsonObject(element) ? asList(element[shape.member?.locationName ?? "member"]) : [];
}

function decodeItems(model: ServiceModel, shape: Shape, items: readonly Json[]): Json {
  const { member } = shape;
  return items.flatMap((item) => {
    const value = member && decodeXml(model, member, item);
    return value === undefined ? [] : [value];
  });
}

function decodeMap(model: ServiceModel, shape: Shape, element: Json): Json {
  const entries = isJsonObject(element) ? asList(element["entry"]) : [];
  return Object.fromEntries(
    entries.flatMap((entry) => {
      if (!isJsonObject(entry) || !shape.value) return [];
      const key = entry[shape.key?.locationName ?? "key"];
      const value = decodeXml(model, shape.value, entry[shape.value.locationName ?? "value"] ?? "");
      return typeof key !== "string" || value === undefined ? [] : [[key, value]];
    }),
  );
}

function asList(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  return isJsonArray(value) ? value : [value];
}
