import type { ECS } from "@aws-sdk/client-ecs";
import { tagChanges, tagsFrom } from "../tags";
import type { PlainValues } from "../values";

type Tags = Readonly<Record<string, string>>;

/** ECS spells the members of its tags unlike the others, and refuses an empty list. */
export function ecsTags(tags: Tags): { key: string; value: string }[] | undefined {
  const list = Object.entries(tags).map(([key, value]) => ({ key, value }));
  return list.length === 0 ? undefined : list;
}

export function fromEcsTags(list: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[] = []): Tags {
  return tagsFrom(list.map(({ key: Key, value: Value }) => ({ Key, Value })));
}

export async function updateEcsTags(ecs: ECS, resourceArn: string, recorded: PlainValues, wanted: Tags): Promise<void> {
  const { set, remove } = tagChanges(recorded, wanted);
  if (remove.length > 0) await ecs.untagResource({ resourceArn, tagKeys: remove });
  const tags = ecsTags(set);
  if (tags !== undefined) await ecs.tagResource({ resourceArn, tags });
}
