import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagChanges, tagOutputs, tagsAll } from "../tags";

const inputs = z.object({
  name: z.string(),
  kmsKeyId: z.string().optional(),
  logGroupClass: z.enum(["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]).optional(),
  retentionInDays: z.number(),
  skipDestroy: z.boolean(),
  tagsAll,
});

export const cloudwatchLogGroup = resourceType(inputs, {
  token: "aws:cloudwatch/logGroup:LogGroup",
  autonamed: "name",
  // 0 days keep logs for ever.
  defaults: { retentionInDays: 0, skipDestroy: false },
  forceNew: ["name", "namePrefix", "logGroupClass", "region"],
  documents: [],
  sets: [],
  computed: ["arn", "deletionProtectionEnabled", "logGroupClass"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["ResourceNotFoundException"],
  async create(cloud, { name: logGroupName, kmsKeyId, logGroupClass, retentionInDays, tagsAll: tags }) {
    const logs = await cloud.logs();
    await logs.createLogGroup({ logGroupName, kmsKeyId, logGroupClass, tags });
    if (retentionInDays > 0) await logs.putRetentionPolicy({ logGroupName, retentionInDays });
    return logGroupName;
  },
  async read(cloud, { id, recorded }) {
    const logs = await cloud.logs();
    const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: id });
    const live = logGroups.find(({ logGroupName }) => logGroupName === id);
    if (live === undefined) return undefined;
    // Other calls than DescribeLogGroups want the ARN without the streams in it.
    const arn = live.arn?.replace(/:\*$/, "") ?? "";
    const { tags = {} } = await logs.listTagsForResource({ resourceArn: arn });
    return {
      arn,
      deletionProtectionEnabled: live.deletionProtectionEnabled ?? false,
      kmsKeyId: live.kmsKeyId ?? "",
      logGroupClass: live.logGroupClass ?? "STANDARD",
      name: id,
      retentionInDays: live.retentionInDays ?? 0,
      ...tagOutputs(cloud, tags, recorded),
    };
  },
  async update(cloud, id, { kmsKeyId, retentionInDays, tagsAll: wanted }, recorded) {
    const logs = await cloud.logs();
    if (retentionInDays !== recorded["retentionInDays"]) {
      if (retentionInDays > 0) await logs.putRetentionPolicy({ logGroupName: id, retentionInDays });
      else await logs.deleteRetentionPolicy({ logGroupName: id });
    }
    if ((kmsKeyId ?? "") !== recorded["kmsKeyId"]) {
      if (kmsKeyId === undefined) await logs.disassociateKmsKey({ logGroupName: id });
      else await logs.associateKmsKey({ logGroupName: id, kmsKeyId });
    }
    const resourceArn = z.string().parse(recorded["arn"]);
    const { set, remove } = tagChanges(recorded, wanted);
    if (remove.length > 0) await logs.untagResource({ resourceArn, tagKeys: remove });
    if (Object.keys(set).length > 0) await logs.tagResource({ resourceArn, tags: set });
  },
  async delete(cloud, id, recorded) {
    if (recorded["skipDestroy"] !== true) await (await cloud.logs()).deleteLogGroup({ logGroupName: id });
  },
});
