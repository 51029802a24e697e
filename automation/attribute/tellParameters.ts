import { isJsonArray, isJsonObject, isMasked, type Json } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import type { Masker } from "../compare/masker";
import { operationOf } from "./mutatingCalls";
import { isHidden, parseDocument } from "./normalForm";
import { visibleParameters } from "./parameters";

// One line of a terminal.
const MOST_TOLD = 4;
const LONGEST_VALUE = 60;
// What holds secrets whatever its name, so that not even a part of it is shown.
const CLOSED = /^(environment|variables|value|parametervalue|body|message)$/i;

/** What a call asked for, in one short phrase: `added ipProtocol=tcp, fromPort=22`; no secret and no long value is in it. */
export function tellParameters(record: CloudTrailRecord, subjects: ReadonlySet<string>, masker: Masker): string {
  const parameters = visibleParameters(record.requestParameters, subjects, "with tags");
  const leaves = [...new Set(leavesOf(parameters, "", masker))];
  const told = leaves.slice(0, MOST_TOLD).join(", ");
  const more = leaves.length > MOST_TOLD ? ` and ${leaves.length - MOST_TOLD} more` : "";
  return `${verbOf(operationOf(record))}${told === "" ? "" : ` ${told}${more}`}`;
}

function verbOf(operation: string): string {
  if (operation === "CreateTags") return "added";
  if (/^(Create|Run|Allocate|Import|Restore|Register)/.test(operation)) return "created";
  if (/^(Authorize|Attach|Add|Associate|Tag|Grant)/.test(operation)) return "added";
  if (/^(Delete|Revoke|Detach|Remove|Disassociate|Untag|Deregister|Terminate)/.test(operation)) return "removed";
  return "set";
}

function leavesOf(value: Json, name: string, masker: Masker): readonly string[] {
  if (isMasked(value)) return [name];
  if (isJsonArray(value)) return value.flatMap((element) => leavesOf(element, name, masker));
  if (isJsonObject(value)) {
    const pair = pairOf(value);
    if (pair !== undefined) return leavesOf(pair[1], pair[0], masker);
    if (isWrapped(value)) return Object.values(value).flatMap((element) => leavesOf(element, name, masker));
    return Object.entries(value).flatMap(([key, element]) => (key === "xmlns" ? [] : CLOSED.test(key) ? [key] : leavesOf(element, key, masker)));
  }
  return value === null || isHidden(value) ? [name] : [tellLeaf(name, value, masker)];
}

/** EC2 wraps a value, and a list: the name stands outside. */
function isWrapped(value: Readonly<Record<string, Json>>): boolean {
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && (key === "value" || key === "items");
}

/** A tag, told as `owner=bob`. */
function pairOf(value: Readonly<Record<string, Json>>): readonly [string, Json] | undefined {
  const fields = new Map(Object.entries(value).map(([key, element]): [string, Json] => [key.toLowerCase(), element]));
  const key = fields.get("key") ?? fields.get("tagkey");
  const tag = fields.get("value") ?? fields.get("tagvalue");
  return typeof key === "string" && fields.size === 2 && tag !== undefined ? [key, tag] : undefined;
}

/** `Status=Suspended`; the name alone where the value is secret, or too long to be recognised by. */
export function tellLeaf(name: string, value: string | number | boolean, masker: Masker): string {
  const shown = masker.redact({ [name]: value });
  const redacted = isJsonObject(shown) ? shown[name] : undefined;
  const text = typeof redacted === "object" || redacted === undefined ? "" : String(redacted);
  const isQuotable = text !== "" && text.length <= LONGEST_VALUE && !/\p{C}/u.test(text) && parseDocument(text) === undefined;
  return isQuotable ? `${name}=${text}` : name;
}
