import type { EC2, ResourceType, TagSpecification } from "@aws-sdk/client-ec2";
import { tagChanges, tagList } from "../tags";
import type { PlainValues } from "../values";

type Tags = Readonly<Record<string, string>>;

/** For the call that creates; EC2 refuses an empty list of tags. */
export function tagSpecifications(type: ResourceType, tags: Tags): { readonly TagSpecifications?: TagSpecification[] } {
  return Object.keys(tags).length === 0 ? {} : { TagSpecifications: [{ ResourceType: type, Tags: tagList(tags) }] };
}

export async function updateTags(ec2: EC2, id: string, recorded: PlainValues, wanted: Tags): Promise<void> {
  const { set, remove } = tagChanges(recorded, wanted);
  if (remove.length > 0) await ec2.deleteTags({ Resources: [id], Tags: remove.map((Key) => ({ Key })) });
  if (Object.keys(set).length > 0) await ec2.createTags({ Resources: [id], Tags: tagList(set) });
}
