import { cbor } from "@smithy/core/cbor";
import { z } from "zod";
import type { Json } from "../../../../policypack/model/json";
import { toJson } from "../json";

/** Tag 1, a time in epoch seconds: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
const Time = z.object({ tag: z.coerce.number(), value: z.number() });

/** A CBOR document as JSON: times as epoch seconds, bytes as nothing that a record would show; `null` where it is none. */
export function parseCbor(bytes: Buffer): Json {
  try {
    return toJson(plain(cbor.deserialize(bytes)));
  } catch {
    return null;
  }
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const time = Object.getOwnPropertySymbols(value).length > 0 ? Time.safeParse(value) : undefined;
  if (time?.success) return time.data.value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, plain(held)]));
}
