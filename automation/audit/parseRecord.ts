import { createHash } from "node:crypto";
import { z } from "zod";
import type { AuditSource } from "../../policypack/model";
import { trailRecordSchema, type TrailRecord } from "./trailRecord";

// Real records nest about ten deep (policy documents the deepest). What lies far beyond is made to exhaust a stack.
const DEEPEST = 64;

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

/** Counts brackets outside of strings, before any recursive reader sees the text. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === "{" || char === "[") {
      if (++depth > DEEPEST) return true;
    } else if (char === "}" || char === "]") depth--;
  }
  return false;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
