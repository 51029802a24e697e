import type { CloudTrail, EventSelector, Trail } from "@aws-sdk/client-cloudtrail";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";
import type { PlainValues } from "../values";

const eventSelectors = z.array(
  z.object({
    dataResources: z.array(z.object({ type: z.string(), values: z.array(z.string()) })).default([]),
    excludeManagementEventSources: z.array(z.string()).default([]),
    includeManagementEvents: z.boolean().default(true),
    readWriteType: z.enum(["All", "ReadOnly", "WriteOnly"]).default("All"),
  }),
);
type Selectors = z.infer<typeof eventSelectors>;

const inputs = z.object({
  cloudWatchLogsGroupArn: z.string().optional(),
  cloudWatchLogsRoleArn: z.string().optional(),
  enableLogFileValidation: z.boolean(),
  enableLogging: z.boolean(),
  eventSelectors: eventSelectors.optional(),
  includeGlobalServiceEvents: z.boolean(),
  isMultiRegionTrail: z.boolean(),
  isOrganizationTrail: z.boolean(),
  kmsKeyId: z.string().optional(),
  name: z.string(),
  s3BucketName: z.string(),
  s3KeyPrefix: z.string().optional(),
  tagsAll,
});
type Inputs = z.infer<typeof inputs>;

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/cloudtrail/trail.go */
export const cloudtrailTrail = resourceType(inputs, {
  token: "aws:cloudtrail/trail:Trail",
  autonamed: "name",
  defaults: {
    enableLogFileValidation: false,
    enableLogging: true,
    "eventSelectors[*].includeManagementEvents": true,
    "eventSelectors[*].readWriteType": "All",
    includeGlobalServiceEvents: true,
    isMultiRegionTrail: false,
    isOrganizationTrail: false,
  },
  forceNew: ["name", "region"],
  documents: [],
  sets: ["eventSelectors[*].excludeManagementEventSources"],
  computed: ["arn", "homeRegion", "snsTopicArn"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["TrailNotFoundException"],
  async create(cloud, trail) {
    const cloudTrail = await cloud.cloudTrail();
    const { TrailARN: id = "" } = await cloudTrail.createTrail({ ...settingsOf(trail), Name: trail.name, TagsList: tagList(trail.tagsAll) });
    // A new trail does not log.
    if (trail.enableLogging) await cloudTrail.startLogging({ Name: id });
    if (trail.eventSelectors !== undefined) await setEventSelectors(cloudTrail, id, trail.eventSelectors);
    return id;
  },
  async read(cloud, { id, recorded }) {
    const cloudTrail = await cloud.cloudTrail();
    const { Trail: live } = await cloudTrail.getTrail({ Name: id });
    if (live === undefined) return undefined;
    const [{ IsLogging: isLogging = false }, { ResourceTagList: [tags] = [] }] = await Promise.all([
      cloudTrail.getTrailStatus({ Name: id }),
      cloudTrail.listTags({ ResourceIdList: [id] }),
    ]);
    return {
      ...settingsFrom(live),
      enableLogging: isLogging,
      eventSelectors: await selectorsOf(cloudTrail, live),
      ...tagOutputs(cloud, tagsFrom(tags?.TagsList ?? []), recorded),
    };
  },
  async update(cloud, id, trail, recorded) {
    const cloudTrail = await cloud.cloudTrail();
    const before = new Map(Object.entries(settingsOf(inputs.parse(recorded))));
    const changed = Object.entries(settingsOf(trail)).filter(([name, value]) => before.get(name) !== value);
    if (changed.length > 0) await cloudTrail.updateTrail({ ...Object.fromEntries(changed), Name: id });
    if (trail.enableLogging !== recorded["enableLogging"]) {
      if (trail.enableLogging) await cloudTrail.startLogging({ Name: id });
      else await cloudTrail.stopLogging({ Name: id });
    }
    if (trail.eventSelectors !== undefined) await setEventSelectors(cloudTrail, id, trail.eventSelectors);
    const { set, remove } = tagChanges(recorded, trail.tagsAll);
    if (remove.length > 0) await cloudTrail.removeTags({ ResourceId: id, TagsList: remove.map((Key) => ({ Key })) });
    if (Object.keys(set).length > 0) await cloudTrail.addTags({ ResourceId: id, TagsList: tagList(set) });
  },
  async delete(cloud, id) {
    await (await cloud.cloudTrail()).deleteTrail({ Name: id });
  },
});

function settingsOf(trail: Inputs) {
  return {
    S3BucketName: trail.s3BucketName,
    S3KeyPrefix: trail.s3KeyPrefix,
    CloudWatchLogsLogGroupArn: trail.cloudWatchLogsGroupArn,
    CloudWatchLogsRoleArn: trail.cloudWatchLogsRoleArn,
    EnableLogFileValidation: trail.enableLogFileValidation,
    IncludeGlobalServiceEvents: trail.includeGlobalServiceEvents,
    IsMultiRegionTrail: trail.isMultiRegionTrail,
    IsOrganizationTrail: trail.isOrganizationTrail,
    KmsKeyId: trail.kmsKeyId,
  };
}

function settingsFrom(live: Trail): PlainValues {
  return {
    arn: live.TrailARN ?? "",
    cloudWatchLogsGroupArn: live.CloudWatchLogsLogGroupArn ?? "",
    cloudWatchLogsRoleArn: live.CloudWatchLogsRoleArn ?? "",
    enableLogFileValidation: live.LogFileValidationEnabled === true,
    homeRegion: live.HomeRegion ?? "",
    includeGlobalServiceEvents: live.IncludeGlobalServiceEvents === true,
    isMultiRegionTrail: live.IsMultiRegionTrail === true,
    isOrganizationTrail: live.IsOrganizationTrail === true,
    kmsKeyId: live.KmsKeyId ?? "",
    name: live.Name ?? "",
    s3BucketName: live.S3BucketName ?? "",
    s3KeyPrefix: live.S3KeyPrefix ?? "",
    snsTopicArn: live.SnsTopicARN ?? "",
  };
}

/** What every trail has by default is no selector of the user's: the provider asks only where AWS says that they are custom. */
async function selectorsOf(cloudTrail: CloudTrail, live: Trail): Promise<Selectors> {
  if (live.HasCustomEventSelectors !== true) return [];
  const { EventSelectors: selectors = [] } = await cloudTrail.getEventSelectors({ TrailName: live.TrailARN });
  return selectors.map((selector) => ({
    dataResources: (selector.DataResources ?? []).map(({ Type: type = "", Values: values = [] }) => ({ type, values })),
    excludeManagementEventSources: selector.ExcludeManagementEventSources ?? [],
    includeManagementEvents: selector.IncludeManagementEvents === true,
    readWriteType: selector.ReadWriteType ?? "All",
  }));
}

async function setEventSelectors(cloudTrail: CloudTrail, TrailName: string, selectors: Selectors): Promise<void> {
  await cloudTrail.putEventSelectors({
    TrailName,
    EventSelectors: selectors.map((selector): EventSelector => ({
      DataResources: selector.dataResources.map(({ type: Type, values: Values }) => ({ Type, Values })),
      ExcludeManagementEventSources: selector.excludeManagementEventSources,
      IncludeManagementEvents: selector.includeManagementEvents,
      ReadWriteType: selector.readWriteType,
    })),
  });
}
