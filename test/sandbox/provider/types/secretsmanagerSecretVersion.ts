import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { resourceType } from "../resourceType";

const inputs = z.object({
  secretId: z.string(),
  secretString: z.string().optional(),
  versionStages: z.array(z.string()).optional(),
});

const stages = z.array(z.string()).default([]);

function partsOf(id: string): { readonly SecretId: string; readonly VersionId: string } {
  const [SecretId = "", VersionId = ""] = id.split("|");
  return { SecretId, VersionId };
}

/** The version that has a label; only one can. */
async function holderOf(secrets: SecretsManager, SecretId: string, stage: string): Promise<string | undefined> {
  const { Versions = [] } = await secrets.listSecretVersionIds({ SecretId });
  return Versions.find(({ VersionStages = [] }) => VersionStages.includes(stage))?.VersionId;
}

/**
 * One version of a secret, read by its own id: a value that somebody puts makes another version, and all that this one
 * shows of it is that it is no longer `AWSCURRENT`.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/secretsmanager/secret_version.go
 */
export const secretsmanagerSecretVersion = resourceType(inputs, {
  token: "aws:secretsmanager/secretVersion:SecretVersion",
  defaults: {},
  forceNew: ["secretBinary", "secretId", "secretString", "secretStringWoVersion", "region"],
  documents: [],
  sets: ["versionStages"],
  computed: ["arn", "hasSecretStringWo", "secretArn", "versionId", "versionStages"],
  secretOutputs: ["secretBinary", "secretString", "secretStringWo"],
  tagged: false,
  regional: true,
  missing: ["ResourceNotFoundException"],
  async create(cloud, { secretId: SecretId, secretString: SecretString, versionStages: VersionStages }) {
    const { VersionId = "" } = await (await cloud.secretsManager()).putSecretValue({ SecretId, SecretString, VersionStages });
    return `${SecretId}|${VersionId}`;
  },
  async read(cloud, { id }) {
    const { SecretId, VersionId } = partsOf(id);
    const secrets = await cloud.secretsManager();
    const { DeletedDate } = await secrets.describeSecret({ SecretId });
    if (DeletedDate !== undefined) return undefined;
    const live = await secrets.getSecretValue({ SecretId, VersionId });
    return {
      arn: live.ARN ?? "",
      hasSecretStringWo: false,
      secretArn: live.ARN ?? "",
      secretId: SecretId,
      secretString: live.SecretString ?? "",
      versionId: VersionId,
      versionStages: live.VersionStages ?? [],
    };
  },
  async update(cloud, id, { versionStages: wanted }, recorded) {
    const { SecretId, VersionId } = partsOf(id);
    const secrets = await cloud.secretsManager();
    const before = stages.parse(recorded["versionStages"]);
    for (const VersionStage of (wanted ?? before).filter((stage) => !before.includes(stage))) {
      const RemoveFromVersionId = await holderOf(secrets, SecretId, VersionStage);
      await secrets.updateSecretVersionStage({ SecretId, VersionStage, MoveToVersionId: VersionId, RemoveFromVersionId });
    }
    // Moving AWSCURRENT moves AWSPREVIOUS, too, and the former can go nowhere else.
    const removable = before.filter((stage) => !stage.startsWith("AWS") && wanted !== undefined && !wanted.includes(stage));
    for (const VersionStage of removable) await secrets.updateSecretVersionStage({ SecretId, VersionStage, RemoveFromVersionId: VersionId });
  },
  async delete(cloud, id, recorded) {
    const { SecretId, VersionId } = partsOf(id);
    const secrets = await cloud.secretsManager();
    for (const VersionStage of stages.parse(recorded["versionStages"]).filter((stage) => stage !== "AWSCURRENT")) {
      await secrets.updateSecretVersionStage({ SecretId, VersionStage, RemoveFromVersionId: VersionId });
    }
  },
});
