import type { IAM } from "@aws-sdk/client-iam";
import { z } from "zod";
import { documentOutput } from "../policyDocument";
import { resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";

const inputs = z.object({
  name: z.string(),
  description: z.string().optional(),
  path: z.string(),
  policy: z.string(),
  tagsAll,
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html */
const MOST_VERSIONS = 5;

export const iamPolicy = resourceType(inputs, {
  token: "aws:iam/policy:Policy",
  autonamed: "name",
  defaults: { path: "/" },
  forceNew: ["description", "name", "namePrefix", "path"],
  documents: ["policy"],
  sets: [],
  computed: ["arn", "attachmentCount", "policyId"],
  secretOutputs: [],
  tagged: true,
  regional: false,
  missing: ["NoSuchEntity", "NoSuchEntityException"],
  async create(cloud, policy) {
    const created = await (await cloud.iam()).createPolicy({
      PolicyName: policy.name,
      Path: policy.path,
      Description: policy.description,
      PolicyDocument: policy.policy,
      Tags: tagList(policy.tagsAll),
    });
    return created.Policy?.Arn ?? "";
  },
  async read(cloud, { id, recorded }) {
    const iam = await cloud.iam();
    const { Policy: live } = await iam.getPolicy({ PolicyArn: id });
    const { PolicyVersion: version } = await iam.getPolicyVersion({ PolicyArn: id, VersionId: live?.DefaultVersionId });
    return {
      arn: id,
      attachmentCount: live?.AttachmentCount ?? 0,
      description: live?.Description ?? "",
      name: live?.PolicyName ?? "",
      path: live?.Path ?? "/",
      policy: documentOutput(decodeURIComponent(version?.Document ?? ""), recorded["policy"]),
      policyId: live?.PolicyId ?? "",
      ...tagOutputs(cloud, tagsFrom(live?.Tags ?? []), recorded),
    };
  },
  async update(cloud, id, policy, recorded) {
    const iam = await cloud.iam();
    if (policy.policy !== recorded["policy"]) {
      await makeRoom(iam, id);
      await iam.createPolicyVersion({ PolicyArn: id, PolicyDocument: policy.policy, SetAsDefault: true });
    }
    const { set, remove } = tagChanges(recorded, policy.tagsAll);
    if (remove.length > 0) await iam.untagPolicy({ PolicyArn: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await iam.tagPolicy({ PolicyArn: id, Tags: tagList(set) });
  },
  async delete(cloud, id) {
    const iam = await cloud.iam();
    for (const version of await otherVersions(iam, id)) await iam.deletePolicyVersion({ PolicyArn: id, VersionId: version });
    await iam.deletePolicy({ PolicyArn: id });
  },
});

/** Versions that are not in force, the oldest first. */
async function otherVersions(iam: IAM, arn: string): Promise<readonly string[]> {
  const { Versions: versions = [] } = await iam.listPolicyVersions({ PolicyArn: arn });
  return versions
    .filter(({ IsDefaultVersion: isDefault }) => isDefault !== true)
    .flatMap(({ VersionId: id }) => id ?? [])
    .sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
}

async function makeRoom(iam: IAM, arn: string): Promise<void> {
  const others = await otherVersions(iam, arn);
  const [oldest] = others;
  if (oldest !== undefined && others.length + 1 >= MOST_VERSIONS) await iam.deletePolicyVersion({ PolicyArn: arn, VersionId: oldest });
}
