import { createHash } from "node:crypto";
import { z } from "zod";
import type { AuditSource } from "../../policypack/model";
import { nestsTooDeep } from "./nesting";
import { trailRecordSchema, type TrailRecord } from "./trailRecord";

const eventBridgeSchema = z.object({ detail: z.looseObject({ eventID: z.string() }) });
const lookupEventSchema = z.object({ CloudTrailEvent: z.string() });

/**
 * Reads one record: bare, in an EventBridge envelope (`detail`), or as an element of a LookupEvents answer
 * (`CloudTrailEvent`). Undefined where the text is none of these.
 */
export function parseRecord(text: string, origin: { readonly source: AuditSource; readonly location: string }): TrailRecord | undefined {
  const outer = parseJson(text);
  const lookup = lookupEventSchema.safeParse(outer);
  const inner = lookup.success ? lookup.data.CloudTrailEvent : text;
  const value = lookup.success ? parseJson(inner) : outer;
  const envelope = eventBridgeSchema.safeParse(value);
  const record = trailRecordSchema.safeParse(envelope.success ? envelope.data.detail : value);
  if (!record.success) return undefined;
  return { record: record.data, ...origin, sha256: createHash("sha256").update(inner).digest("hex") };
}

function parseJson(text: string): unknown {
  if (nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
