import { z } from "zod";
import type { Cloud } from "../cloud";
import { documentOutput } from "../policyDocument";
import { resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";

const inputs = z.object({
  name: z.string(),
  description: z.string().optional(),
  kmsKeyId: z.string().optional(),
  policy: z.string().optional(),
  recoveryWindowInDays: z.number(),
  tagsAll,
});

async function putPolicy(cloud: Cloud, SecretId: string, ResourcePolicy: string | undefined): Promise<void> {
  if (ResourcePolicy !== undefined && ResourcePolicy !== "") await (await cloud.secretsManager()).putResourcePolicy({ SecretId, ResourcePolicy });
}

export const secretsmanagerSecret = resourceType(inputs, {
  token: "aws:secretsmanager/secret:Secret",
  autonamed: "name",
  defaults: { forceOverwriteReplicaSecret: false, recoveryWindowInDays: 30 },
  forceNew: ["name", "namePrefix", "region"],
  documents: ["policy"],
  sets: [],
  computed: ["arn", "policy"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["ResourceNotFoundException"],
  async create(cloud, { name: Name, description: Description = "", kmsKeyId: KmsKeyId, policy, tagsAll: tags }) {
    const { ARN = "" } = await (await cloud.secretsManager()).createSecret({ Name, Description, KmsKeyId, Tags: tagList(tags) });
    await putPolicy(cloud, ARN, policy);
    return ARN;
  },
  async read(cloud, { id, recorded }) {
    const secrets = await cloud.secretsManager();
    const live = await secrets.describeSecret({ SecretId: id });
    // Scheduled for deletion is gone for everybody but who restores it.
    if (live.DeletedDate !== undefined) return undefined;
    const { ResourcePolicy } = await secrets.getResourcePolicy({ SecretId: id });
    return {
      arn: id,
      description: live.Description ?? "",
      kmsKeyId: live.KmsKeyId ?? "",
      name: live.Name ?? "",
      policy: documentOutput(ResourcePolicy, recorded["policy"]),
      replicas: [],
      ...tagOutputs(cloud, tagsFrom(live.Tags ?? []), recorded),
    };
  },
  async update(cloud, id, secret, recorded) {
    const secrets = await cloud.secretsManager();
    const { description = "", kmsKeyId = "", policy } = secret;
    if (description !== recorded["description"] || kmsKeyId !== recorded["kmsKeyId"]) {
      await secrets.updateSecret({ SecretId: id, Description: description, ...(kmsKeyId === "" ? {} : { KmsKeyId: kmsKeyId }) });
    }
    if (policy !== recorded["policy"]) await putPolicy(cloud, id, policy);
    const { set, remove } = tagChanges(recorded, secret.tagsAll);
    if (remove.length > 0) await secrets.untagResource({ SecretId: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await secrets.tagResource({ SecretId: id, Tags: tagList(set) });
  },
  async delete(cloud, id, recorded) {
    const days = recorded["recoveryWindowInDays"];
    const how = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: z.number().parse(days) };
    await (await cloud.secretsManager()).deleteSecret({ SecretId: id, ...how });
  },
});
