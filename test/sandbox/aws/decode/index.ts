import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../../../policypack/model/json";
import type { WireRequest, WireResponse } from "../exchange";
import { parseJson } from "../json";
import type { Call } from "../models/identify";
import type { ServiceModel, ShapeRef } from "../models/serviceModel";
import { searchParams } from "../models/signature";
import { parseCbor } from "./cbor";
import { decodeForm, growForm } from "./form";
import { parseScalar } from "./scalar";
import { decodeXml, parseXml } from "./xml";

/** The parameters of a call, keyed by the model's member names. */
export function decodeRequest(call: Call, request: WireRequest): JsonObject {
  const { input } = call.operation;
  if (!input) return {};
  const text = request.body.toString("utf8");
  switch (call.protocol) {
    case "json":
      return objectOrEmpty(decodeJson(call.service, input, parseJson(text) ?? {}));
    case "query":
    case "ec2":
      return objectOrEmpty(decodeForm(call.service, input, growForm(call.form), call.protocol));
    case "rest":
      return { ...decodeBody(call, input, text), ...decodeHttpParts(call, input, request) };
    case "cbor":
      return objectOrEmpty(decodeJson(call.service, input, parseCbor(request.body)));
  }
}

/** What a call that went well answered, keyed by the model's member names. */
export function decodeResponse(call: Call, response: WireResponse): JsonObject {
  const { output } = call.operation;
  if (!output) return {};
  const text = response.body.toString("utf8");
  switch (call.protocol) {
    case "json":
      return objectOrEmpty(decodeJson(call.service, output, parseJson(text) ?? {}));
    case "query":
    case "ec2": {
      const root = onlyChild(parseXml(text));
      const element = output.resultWrapper === undefined ? root : (root[output.resultWrapper] ?? {});
      return objectOrEmpty(decodeXml(call.service, output, element));
    }
    case "rest":
      return decodeBody(call, output, text);
    case "cbor":
      return objectOrEmpty(decodeJson(call.service, output, parseCbor(response.body)));
  }
}

function objectOrEmpty(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The root element of a document, without its name. */
export function onlyChild(document: JsonObject): JsonObject {
  return objectOrEmpty(Object.values(document)[0]);
}

function decodeBody(call: Call, ref: ShapeRef, text: string): JsonObject {
  const shape = call.service.shape(ref);
  const payload = shape.payload === undefined ? undefined : shape.members?.[shape.payload];
  const holder = payload ?? ref;
  const payloadType = payload && call.service.shape(payload).type;
  if (text === "" || payloadType === "blob") return {};
  // S3's policies: the body is the text.
  if (shape.payload !== undefined && payloadType === "string") return { [shape.payload]: text };
  const value =
    call.service.metadata.protocol === "rest-xml"
      ? decodeXml(call.service, holder, onlyChild(parseXml(text)))
      : decodeJson(call.service, holder, parseJson(text) ?? {});
  if (shape.payload !== undefined) return value === undefined ? {} : { [shape.payload]: value };
  return objectOrEmpty(value);
}

function decodeHttpParts(call: Call, ref: ShapeRef, request: WireRequest): JsonObject {
  const query = searchParams(request);
  const members = Object.entries(call.service.shape(ref).members ?? {});
  return Object.fromEntries(
    members.flatMap(([member, part]) => {
      const name = part.locationName ?? member;
      const text = partText(part.location, name, call, query, request);
      return text === undefined || text === null ? [] : [[member, parseScalar(call.service.shape(part).type, text)]];
    }),
  );
}

function partText(
  location: string | undefined, name: string, call: Call, query: URLSearchParams, request: WireRequest,
): string | null | undefined {
  switch (location) {
    case "uri":
      return call.labels[name];
    case "querystring":
      return query.get(name);
    case "header":
      return request.headers[name.toLowerCase()];
    default:
      return undefined;
  }
}

function decodeJson(model: ServiceModel, ref: ShapeRef, value: Json): Json | undefined {
  const shape = model.shape(ref);
  switch (shape.type) {
    case "structure": {
      if (!isJsonObject(value)) return undefined;
      return Object.fromEntries(
        Object.entries(shape.members ?? {}).flatMap(([member, part]) => {
          const given = value[part.locationName ?? member];
          const decoded = given === undefined || given === null ? undefined : decodeJson(model, part, given);
          return decoded === undefined ? [] : [[member, decoded]];
        }),
      );
    }
    case "list": {
      const { member } = shape;
      if (!isJsonArray(value) || !member) return undefined;
      return value.map((item) => decodeJson(model, member, item) ?? null);
    }
    case "map": {
      const held = shape.value;
      if (!isJsonObject(value) || !held) return undefined;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decodeJson(model, held, item) ?? null]));
    }
    default:
      return value;
  }
}
