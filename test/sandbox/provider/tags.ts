import { z } from "zod";
import type { Cloud } from "./cloud";
import type { PlainValues } from "./values";

type Tags = Readonly<Record<string, string>>;

export const tagsAll = z.record(z.string(), z.string()).default({});

/** `tags` are the resource's own, `tagsAll` has the provider's default tags too; a default that was overridden is the resource's own. What `ignoreTags` names is in neither. */
export function tagOutputs(cloud: Cloud, live: Tags, recorded: PlainValues): PlainValues {
  const declared = tagsAll.parse(recorded["tags"]);
  const minded = Object.entries(live).filter(([key]) => !cloud.isIgnoredTag(key));
  const own = minded.filter(([key, value]) => cloud.defaultTags[key] !== value || key in declared);
  return { tags: Object.fromEntries(own), tagsAll: Object.fromEntries(minded) };
}

/** From AWS's list; tags of AWS's own are not the user's. */
export function tagsFrom(list: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]): Tags {
  return Object.fromEntries(list.flatMap(({ Key, Value }) => (Key === undefined || Key.startsWith("aws:") ? [] : [[Key, Value ?? ""]])));
}

export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** What to set and what to take off, so that a tag that somebody else added meanwhile is not touched. */
export function tagChanges(recorded: PlainValues, wanted: Tags): { readonly set: Tags; readonly remove: string[] } {
  const before = tagsAll.parse(recorded["tagsAll"]);
  return {
    set: Object.fromEntries(Object.entries(wanted).filter(([key, value]) => before[key] !== value)),
    remove: Object.keys(before).filter((key) => !(key in wanted)),
  };
}
