import type { KMS } from "@aws-sdk/client-kms";
import { z } from "zod";
import { documentOutput } from "../policyDocument";
import { resourceType } from "../resourceType";
import { tagChanges, tagOutputs, tagsAll, tagsFrom } from "../tags";

const inputs = z.object({
  bypassPolicyLockoutSafetyCheck: z.boolean(),
  customerMasterKeySpec: z.literal("SYMMETRIC_DEFAULT"),
  deletionWindowInDays: z.number().optional(),
  description: z.string().optional(),
  enableKeyRotation: z.boolean(),
  isEnabled: z.boolean(),
  keyUsage: z.literal("ENCRYPT_DECRYPT"),
  multiRegion: z.boolean().optional(),
  policy: z.string().optional(),
  rotationPeriodInDays: z.number().optional(),
  tagsAll,
});
type Key = z.infer<typeof inputs>;

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/kms/key.go */
export const kmsKey = resourceType(inputs, {
  token: "aws:kms/key:Key",
  defaults: {
    bypassPolicyLockoutSafetyCheck: false,
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    enableKeyRotation: false,
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  forceNew: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "region", "xksKeyId"],
  documents: ["policy"],
  sets: [],
  computed: ["arn", "description", "keyId", "multiRegion", "policy", "rotationPeriodInDays"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["NotFoundException"],
  async create(cloud, key) {
    const kms = await cloud.kms();
    const { KeyMetadata: made } = await kms.createKey({
      BypassPolicyLockoutSafetyCheck: key.bypassPolicyLockoutSafetyCheck,
      Description: key.description,
      KeySpec: key.customerMasterKeySpec,
      KeyUsage: key.keyUsage,
      MultiRegion: key.multiRegion,
      Policy: key.policy,
      Tags: kmsTags(key.tagsAll),
    });
    const id = made?.KeyId ?? "";
    if (key.enableKeyRotation) await kms.enableKeyRotation({ KeyId: id, RotationPeriodInDays: key.rotationPeriodInDays });
    if (!key.isEnabled) await kms.disableKey({ KeyId: id });
    return id;
  },
  async read(cloud, { id: KeyId, recorded }) {
    const kms = await cloud.kms();
    const { KeyMetadata: live } = await kms.describeKey({ KeyId });
    // A key that waits for its deletion counts as gone.
    if (live === undefined || live.KeyState === "PendingDeletion" || live.KeyState === "PendingReplicaDeletion") return undefined;
    const [{ Policy: policy }, rotation, { Tags: tags = [] }] = await Promise.all([
      kms.getKeyPolicy({ KeyId, PolicyName: "default" }),
      kms.getKeyRotationStatus({ KeyId }),
      kms.listResourceTags({ KeyId }),
    ]);
    const rotates = rotation.KeyRotationEnabled === true;
    return {
      arn: live.Arn ?? "",
      customKeyStoreId: live.CustomKeyStoreId ?? "",
      customerMasterKeySpec: live.KeySpec ?? "",
      description: live.Description ?? "",
      enableKeyRotation: rotates,
      isEnabled: live.Enabled === true,
      keyId: live.KeyId ?? "",
      keyUsage: live.KeyUsage ?? "",
      multiRegion: live.MultiRegion === true,
      policy: documentOutput(policy, recorded["policy"]),
      // AWS names no period where nothing rotates; the emulator does.
      rotationPeriodInDays: rotates ? (rotation.RotationPeriodInDays ?? 0) : 0,
      xksKeyId: live.XksKeyConfiguration?.Id ?? "",
      ...tagOutputs(cloud, tagsFrom(tags.map(({ TagKey: Key, TagValue: Value }) => ({ Key, Value }))), recorded),
    };
  },
  async update(cloud, KeyId, key, recorded) {
    const kms = await cloud.kms();
    // A disabled key cannot be changed: enabling comes first, disabling last.
    if (key.isEnabled && recorded["isEnabled"] !== true) await kms.enableKey({ KeyId });
    await setRotation(kms, KeyId, key, recorded["enableKeyRotation"] === true, recorded["rotationPeriodInDays"]);
    if (key.description !== undefined && key.description !== recorded["description"]) {
      await kms.updateKeyDescription({ KeyId, Description: key.description });
    }
    if (key.policy !== undefined && key.policy !== recorded["policy"]) {
      const { policy: Policy, bypassPolicyLockoutSafetyCheck: BypassPolicyLockoutSafetyCheck } = key;
      await kms.putKeyPolicy({ KeyId, PolicyName: "default", Policy, BypassPolicyLockoutSafetyCheck });
    }
    const { set, remove } = tagChanges(recorded, key.tagsAll);
    if (remove.length > 0) await kms.untagResource({ KeyId, TagKeys: remove });
    if (Object.keys(set).length > 0) await kms.tagResource({ KeyId, Tags: kmsTags(set) });
    if (!key.isEnabled && recorded["isEnabled"] === true) await kms.disableKey({ KeyId });
  },
  async delete(cloud, KeyId, recorded) {
    const days = z.number().optional().parse(recorded["deletionWindowInDays"]);
    await (await cloud.kms()).scheduleKeyDeletion({ KeyId, PendingWindowInDays: days });
  },
});

async function setRotation(kms: KMS, KeyId: string, key: Key, rotates: boolean, period: unknown): Promise<void> {
  const { enableKeyRotation: wanted, rotationPeriodInDays: RotationPeriodInDays } = key;
  if (!wanted) {
    if (rotates) await kms.disableKeyRotation({ KeyId });
  } else if (!rotates || (RotationPeriodInDays !== undefined && RotationPeriodInDays !== period)) {
    await kms.enableKeyRotation({ KeyId, RotationPeriodInDays });
  }
}

function kmsTags(tags: Readonly<Record<string, string>>): { TagKey: string; TagValue: string }[] {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}
