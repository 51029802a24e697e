import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { SIGNATURE, UNKNOWN, elementOf, isAsset, isList, isObject, isSecret, secret } from "./values";
import type { Value, Values } from "./values";

// https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go and plugin/rpc.go
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** @throws for values that this provider never asked for: references. */
export function fromWire(struct: Struct | undefined): Values {
  return struct === undefined ? {} : objectFrom(struct.toJavaScript());
}

export function toWire(values: Values): Struct {
  return Struct.fromJavaScript(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, encode(value)])));
}

function objectFrom(value: object): Values {
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, decode(element)]));
}

function decode(value: unknown): Value {
  if (value === UNKNOWN_TEXT) return UNKNOWN;
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object") throw new Error(`a property of type ${typeof value}`);
  if (!(SIGNATURE in value)) return objectFrom(value);
  if (value[SIGNATURE] === SECRET && "value" in value) return secret(decode(value.value));
  const asset = objectFrom(value);
  if (!isAsset(asset)) throw new Error("references are not supported");
  return asset;
}

type Encoded = string | number | boolean | null | Encoded[] | { [key: string]: Encoded };

function encode(value: Value): Encoded {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (isSecret(value)) return { [SIGNATURE]: SECRET, value: encode(elementOf(value)) };
  if (isList(value)) return value.map(encode);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, encode(element)]));
}
