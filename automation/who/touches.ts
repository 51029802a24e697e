import { createsSession, timelineOf, type AttributionContext, type TimelineEntry } from "../attribute";
import { concerns, subjectsIn } from "../attribute/concerns";
import { tellParameters } from "../attribute/tellParameters";
import type { TrailRecord } from "../audit";
import type { WhoReport } from "./whoReport";

type Resource = Pick<WhoReport["resource"], "type" | "account" | "region" | "identities">;

// There a call names the network that it makes something in, and nobody touches a subnet by starting a machine.
const NAMES_PLACES = "ec2.amazonaws.com";

/**
 * Was this call made on the resource? That is more than what changes its properties: a permission on a function, an
 * access key of a user and a reboot are no drift, and whoever asks who touched it wants to hear of them.
 */
export function isMadeOn({ record }: TrailRecord, { type, identities }: Pick<Resource, "type" | "identities">): boolean {
  if (type === undefined || concerns(record, { type, identities })) return true;
  return record.eventSource !== NAMES_PLACES && (subjectsIn(record, { type, identities })?.size ?? 0) > 0;
}

/** The calls that were made on the resource, oldest first. @param records sessions too, for the people behind roles */
export function touchesOf(
  { type, account, region, identities }: Resource,
  records: readonly TrailRecord[],
  context: Pick<AttributionContext, "updates" | "deployPrincipals" | "actors" | "masker">,
): readonly TimelineEntry[] {
  const named = { identities, ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
  if (type === undefined) return timelineOf(named, records, context);
  const changes = timelineOf({ ...named, type }, records, context);
  const known = new Set(changes.map(({ event }) => event.id));
  const others = new Map(records.filter((one) => !known.has(one.record.eventID) && isMadeOn(one, { type, identities })).map((one) => [one.record.eventID, one.record]));
  const sessions = records.filter(({ record }) => createsSession(record));
  const beside = timelineOf(named, [...sessions, ...records.filter(({ record }) => others.has(record.eventID))], context).map((entry) => {
    const record = others.get(entry.event.id);
    const subjects = record && subjectsIn(record, { type, identities });
    return record && subjects ? { ...entry, says: tellParameters(record, subjects, context.masker) } : entry;
  });
  return [...changes, ...beside].toSorted((one, other) => Date.parse(one.event.time) - Date.parse(other.event.time));
}
