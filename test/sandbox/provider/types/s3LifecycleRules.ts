import type { LifecycleRule } from "@aws-sdk/client-s3";
import { z } from "zod";
import { present } from "../values";
import type { PlainValues } from "../values";

const storageClass = z.enum(["DEEP_ARCHIVE", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA", "STANDARD_IA"]);
const sizes = { objectSizeGreaterThan: z.number().optional(), objectSizeLessThan: z.number().optional() };
const prefix = z.string().optional();
const noncurrent = { newerNoncurrentVersions: z.number().optional(), noncurrentDays: z.number() };

export const lifecycleRule = z.object({
  id: z.string(),
  status: z.enum(["Enabled", "Disabled"]),
  abortIncompleteMultipartUpload: z.object({ daysAfterInitiation: z.number().optional() }).optional(),
  expiration: z
    .object({ date: z.string().optional(), days: z.number().optional(), expiredObjectDeleteMarker: z.boolean().optional() })
    .optional(),
  filter: z
    .object({
      ...sizes,
      prefix,
      and: z.object({ ...sizes, prefix, tags: z.record(z.string(), z.string()).optional() }).optional(),
      tag: z.object({ key: z.string(), value: z.string() }).optional(),
    })
    .optional(),
  noncurrentVersionExpiration: z.object(noncurrent).optional(),
  noncurrentVersionTransitions: z.array(z.object({ ...noncurrent, storageClass })).optional(),
  transitions: z.array(z.object({ date: z.string().optional(), days: z.number().optional(), storageClass })).optional(),
});
type Rule = z.infer<typeof lifecycleRule>;

/** As S3 wants it: with a filter, be it an empty one. The prefix that stood beside it has gone since 2016. */
export function liveRule(rule: Rule): LifecycleRule {
  const { abortIncompleteMultipartUpload: abort, expiration, filter, noncurrentVersionExpiration } = rule;
  return {
    ID: rule.id,
    Status: rule.status,
    AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: abort.daysAfterInitiation },
    Expiration: expiration && {
      Date: dateOf(expiration.date),
      // S3 takes one of the three.
      Days: expiration.days === 0 ? undefined : expiration.days,
      ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker === true ? true : undefined,
    },
    Filter: liveFilter(filter ?? {}),
    NoncurrentVersionExpiration: noncurrentVersionExpiration && {
      NewerNoncurrentVersions: noncurrentVersionExpiration.newerNoncurrentVersions,
      NoncurrentDays: noncurrentVersionExpiration.noncurrentDays,
    },
    NoncurrentVersionTransitions: rule.noncurrentVersionTransitions?.map((transition) => ({
      NewerNoncurrentVersions: transition.newerNoncurrentVersions,
      NoncurrentDays: transition.noncurrentDays,
      StorageClass: transition.storageClass,
    })),
    Transitions: rule.transitions?.map(({ date, days, storageClass: StorageClass }) => ({ Date: dateOf(date), Days: days, StorageClass })),
  };
}

function liveFilter({ and, tag, ...filter }: NonNullable<Rule["filter"]>): LifecycleRule["Filter"] {
  return {
    And: and && {
      ObjectSizeGreaterThan: and.objectSizeGreaterThan,
      ObjectSizeLessThan: and.objectSizeLessThan,
      Prefix: and.prefix,
      Tags: and.tags && Object.entries(and.tags).map(([Key, Value]) => ({ Key, Value })),
    },
    ObjectSizeGreaterThan: filter.objectSizeGreaterThan,
    ObjectSizeLessThan: filter.objectSizeLessThan,
    Prefix: filter.prefix,
    Tag: tag && { Key: tag.key, Value: tag.value },
  };
}

/** As the provider shows it: what was not said is 0, false or empty in some places and absent in others. */
export function shownRule(live: LifecycleRule): PlainValues {
  const { AbortIncompleteMultipartUpload: abort, Expiration: expiration, NoncurrentVersionExpiration: noncurrentExpiration } = live;
  return present({
    id: live.ID ?? "",
    prefix: "",
    status: live.Status ?? "",
    abortIncompleteMultipartUpload: abort && present({ daysAfterInitiation: abort.DaysAfterInitiation }),
    expiration:
      expiration &&
      present({
        date: textOf(expiration.Date),
        days: expiration.Days ?? 0,
        expiredObjectDeleteMarker: expiration.ExpiredObjectDeleteMarker ?? false,
      }),
    filter: live.Filter && shownFilter(live.Filter),
    noncurrentVersionExpiration:
      noncurrentExpiration &&
      present({
        newerNoncurrentVersions: noncurrentExpiration.NewerNoncurrentVersions,
        noncurrentDays: noncurrentExpiration.NoncurrentDays,
      }),
    noncurrentVersionTransitions: live.NoncurrentVersionTransitions?.map((transition) =>
      present({
        newerNoncurrentVersions: transition.NewerNoncurrentVersions,
        noncurrentDays: transition.NoncurrentDays,
        storageClass: transition.StorageClass,
      }),
    ),
    transitions: live.Transitions?.map(({ Date: date, Days: days, StorageClass }) =>
      present({ date: textOf(date), days: days ?? 0, storageClass: StorageClass }),
    ),
  });
}

function shownFilter({ And: and, Tag: tag, ...filter }: NonNullable<LifecycleRule["Filter"]>): PlainValues {
  return present({
    and:
      and &&
      present({
        objectSizeGreaterThan: and.ObjectSizeGreaterThan ?? 0,
        objectSizeLessThan: and.ObjectSizeLessThan ?? 0,
        prefix: and.Prefix ?? "",
        tags: and.Tags && Object.fromEntries(and.Tags.map(({ Key, Value }) => [Key ?? "", Value ?? ""])),
      }),
    objectSizeGreaterThan: filter.ObjectSizeGreaterThan,
    objectSizeLessThan: filter.ObjectSizeLessThan,
    prefix: filter.Prefix ?? "",
    tag: tag && { key: tag.Key ?? "", value: tag.Value ?? "" },
  });
}

/** Rules as the bucket itself shows them, with names of its own: they are older than the resource. */
export function bucketRule(live: LifecycleRule): PlainValues {
  const { Filter: filter } = live;
  const tags = filter?.And?.Tags ?? (filter?.Tag === undefined ? [] : [filter.Tag]);
  return present({
    abortIncompleteMultipartUploadDays: live.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    enabled: live.Status === "Enabled",
    expiration:
      live.Expiration &&
      present({
        date: textOf(live.Expiration.Date)?.slice(0, "2030-01-01".length),
        days: live.Expiration.Days,
        expiredObjectDeleteMarker: live.Expiration.ExpiredObjectDeleteMarker,
      }),
    id: live.ID ?? "",
    noncurrentVersionExpiration: live.NoncurrentVersionExpiration && present({ days: live.NoncurrentVersionExpiration.NoncurrentDays }),
    noncurrentVersionTransitions: live.NoncurrentVersionTransitions?.map(({ NoncurrentDays: days, StorageClass }) =>
      present({ days, storageClass: StorageClass }),
    ),
    prefix: filter?.Prefix ?? filter?.And?.Prefix,
    tags: tags.length === 0 ? undefined : Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? "", Value ?? ""])),
    transitions: live.Transitions?.map(({ Date: date, Days: days, StorageClass }) =>
      present({ date: textOf(date)?.slice(0, "2030-01-01".length), days, storageClass: StorageClass }),
    ),
  });
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

/** Go's RFC 3339, without the milliseconds. */
function textOf(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.\d+Z$/, "Z");
}
