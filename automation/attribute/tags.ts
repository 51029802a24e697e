import { isJsonArray, isJsonObject, type FoundChange, type Json, type JsonObject } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import type { Masker } from "../compare/masker";
import { elsewhere, type Evidence } from "./evidence";
import { operationOf } from "./mutatingCalls";
import { isHidden, sameValue } from "./normalForm";
import { pathOf } from "./elements";
import { tellLeaf } from "./tellParameters";

// TagRole, UntagQueue, AddTagsToResource, ChangeTagsForResource, CreateTags, PutBucketTagging; not UpdateStage.
const TAG_CALL = /^(Tag|Untag)[A-Z]|Tags(To|From|For)[A-Z]|Tags$|Tagging$/;
const CREATES = /^(Create|Put|Run|Register|Import)/;

export function isTagChange(change: FoundChange): boolean {
  const [property] = pathOf(change);
  return property === "tags" || property === "tagsAll";
}

export function isTagCall(record: CloudTrailRecord): boolean {
  return TAG_CALL.test(operationOf(record));
}

/** What a call says about changed tags, in the ways in which the services write them. */
export function weighTags(record: CloudTrailRecord, change: FoundChange, masker: Masker): Evidence {
  const operation = operationOf(record);
  if (!isTagCall(record) && !CREATES.test(operation)) return elsewhere;
  const request = record.requestParameters ?? {};
  const given = tagsIn(request);
  const taken = tagKeysIn(request);
  const removes = /^(Untag|Remove|Delete)/i.test(operation);
  const replaces = operation.endsWith("Tagging");
  if (!isTagCall(record) && given.size === 0) return elsewhere;
  const verdicts = changedTags(change).map(([key, actual]) => {
    if (removes) return weighRemoval(key, actual, given.size + taken.length === 0 ? undefined : new Set([...given.keys(), ...taken]), replaces);
    if (given.size === 0 && !replaces) return "touches";
    const value = given.get(key);
    if (value === undefined) return replaces ? (actual === undefined ? "explains" : "contradicts") : "elsewhere";
    if (actual === undefined) return change.kind === "removed" ? "contradicts" : "touches";
    if (isHidden(value) && value !== "") return "touches";
    return sameValue(value, actual, masker) || value === actual ? "explains" : "contradicts";
  });
  return sentence(verdicts, changedTags(change), removes, masker);
}

function weighRemoval(key: string, actual: Json | undefined, keys: ReadonlySet<string> | undefined, all: boolean): Evidence["verdict"] {
  if (keys === undefined && !all) return "touches";
  if (!all && keys?.has(key) !== true) return "elsewhere";
  return actual === undefined ? "explains" : "contradicts";
}

function sentence(verdicts: readonly Evidence["verdict"][], tags: readonly (readonly [string, Json | undefined])[], removes: boolean, masker: Masker): Evidence {
  const [only, ...others] = tags;
  const [key, value] = only ?? ["", undefined];
  const name = others.length > 0 || key.length > 60 || /\p{C}/u.test(key) ? "these tags" : `the tag ${key}`;

  if (verdicts.length > 0 && verdicts.every((verdict) => verdict === "explains")) return { verdict: "explains", says: removes || value === undefined ? `removed ${name}` : `set ${typeof value === "string" && name !== "these tags" ? `the tag ${tellLeaf(key, value, masker)}, which is` : `${name} to`} the actual value` };
  if (verdicts.some((verdict) => verdict === "explains" || verdict === "touches")) return { verdict: "touches", says: "changed tags of this resource; the values are not all recorded" };
  return verdicts.includes("contradicts") ? { verdict: "contradicts", says: removes ? `removed ${name}, which is there again` : `set ${name} otherwise` } : elsewhere;
}

/** Tag keys whose value is another one now, with the actual value. */
function changedTags(change: FoundChange): readonly (readonly [string, Json | undefined])[] {
  const key = pathOf(change)[1];
  if (key !== undefined) return [[String(key), change.actual]];
  const before = isJsonObject(change.expected) ? change.expected : {};
  const now = isJsonObject(change.actual) ? change.actual : {};
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => JSON.stringify(own(before, name)) !== JSON.stringify(own(now, name)))
    .map((name) => [name, own(now, name)]);
}

function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Pairs of key and value wherever they stand (`[{Key, Value}]`, `[{tagKey, tagValue}]`), and plain maps under `tags`. */
function tagsIn(value: Json, parent = ""): Map<string, Json> {
  const tags = new Map<string, Json>();
  const add = (more: Map<string, Json>) => {
    for (const [key, tag] of more) tags.set(key, tag);
  };
  if (isJsonArray(value)) for (const element of value) add(tagsIn(element, parent));
  if (!isJsonObject(value)) return tags;
  const pair = asPair(value);
  if (pair !== undefined) tags.set(pair[0], pair[1]);
  else if (/^tags(map|toadd)?$/i.test(parent) && value["items"] === undefined) {
    for (const [key, tag] of Object.entries(value)) if (typeof tag === "string") tags.set(key, tag);
  }
  for (const [key, element] of Object.entries(value)) add(tagsIn(element, key));
  return tags;
}

function asPair(value: JsonObject): readonly [string, Json] | undefined {
  const entries = Object.entries(value).map(([key, element]): [string, Json] => [key.toLowerCase(), element]);
  const fields = new Map(entries);
  const key = fields.get("key") ?? fields.get("tagkey");
  const tag = fields.get("value") ?? fields.get("tagvalue");
  return typeof key === "string" && entries.length <= 3 ? [key, tag ?? ""] : undefined;
}

function tagKeysIn(value: Json): readonly string[] {
  if (isJsonArray(value)) return value.flatMap(tagKeysIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, element]) => (/^tagkeys$/i.test(key) ? stringsIn(element) : tagKeysIn(element)));
}

function stringsIn(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (isJsonArray(value)) return value.flatMap(stringsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(stringsIn) : [];
}
