import { canonicalJson, type AuditEvent, type Json } from "../../policypack/model";
import { formatEventTime } from "../audit/eventTime";
import type { Masker } from "../compare/masker";
import type { Call } from "./indexRecords";
import { operationOf } from "./mutatingCalls";
import { principalOf } from "./resolveActor";

// Enough for any policy document; a report of a thousand drifts must stay readable.
const LONGEST_SHOWN = 32 * 1024;

/** A call as it goes into a report: masked, and with the way to its original. */
export function toAuditEvent({ trail, time }: Call, masker: Masker): AuditEvent {
  const { record } = trail;
  const request = shown(record.requestParameters, masker);
  const response = shown(record.responseElements, masker);
  const region = record.awsRegion;
  return {
    id: record.eventID,
    time: formatEventTime(time),
    source: trail.source,
    service: record.eventSource,
    operation: operationOf(record),
    ...(record.recipientAccountId === undefined ? {} : { account: record.recipientAccountId }),
    ...(region === undefined ? {} : { region }),
    principal: principalOf(record),
    ...(request === undefined ? {} : { request }),
    ...(response === undefined ? {} : { response }),
    ...(isRegion(region) ? { url: `https://${region}.console.aws.amazon.com/cloudtrailv2/home?region=${region}#/events/${encodeURIComponent(record.eventID)}` } : {}),
    record: { location: trail.location, sha256: trail.sha256, ...(trail.verified && { verified: true }) },
  };
}

/** A region becomes a host name in a link: nothing else may. */
function isRegion(region: string | undefined): region is string {
  return region !== undefined && /^[a-z]{2,6}(-[a-z]+)+-\d[a-z]?$/.test(region);
}

function shown(value: Json | null | undefined, masker: Masker): Json | undefined {
  if (value === undefined || value === null) return undefined;
  const masked = masker.redact(value);
  return canonicalJson(masked).length > LONGEST_SHOWN ? undefined : masked;
}
