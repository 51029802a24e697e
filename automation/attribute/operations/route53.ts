import { isJsonArray, isJsonObject, type DriftedResource, type Json, type JsonObject } from "../../../policypack/model";
import type { CloudTrailRecord } from "../../audit/trailRecord";
import { another, deletes, untold, type Reading, type Setting } from "./reader";
import { reads, type ResourceOperations } from "./writer";

type Named = Pick<DriftedResource, "identities">;

/** What a record set is made of; each upsert gives all of it. */
const PARTS = [
  "records",
  "ttl",
  "aliases",
  "healthCheckId",
  "multivalueAnswerRoutingPolicy",
  "weightedRoutingPolicies",
  "latencyRoutingPolicies",
  "failoverRoutingPolicies",
  "geolocationRoutingPolicies",
  "geoproximityRoutingPolicy",
  "cidrRoutingPolicy",
];

/** A batch may change many records of the zone: only what it does to this one counts, and of that the last. */
function readBatch({ requestParameters }: CloudTrailRecord, resource: Named): Reading {
  const zone = text(requestParameters?.["hostedZoneId"]).replace(/^.*\//, "");
  const batch = requestParameters?.["changeBatch"];
  const changes = isJsonObject(batch) ? batch["changes"] : undefined;
  if (zone === "" || !isJsonArray(changes)) return untold;
  const own = changes.filter(isJsonObject).filter((change) => isJsonObject(change["resourceRecordSet"]) && isOf(change["resourceRecordSet"], zone, resource));
  const last = own.at(-1);
  if (last === undefined) return another;
  const set = last["resourceRecordSet"];
  if (last["action"] === "DELETE") return deletes;
  return isJsonObject(set) ? { does: "sets", settings: settingsOf(set), replaces: PARTS } : untold;
}

/**
 * Pulumi's id of a record is `zone_name_type`, and `_setIdentifier` where there is one; the name is in lower case,
 * and the program may have given it without the zone's.
 */
function isOf(set: JsonObject, zone: string, { identities }: Named): boolean {
  const identifier = text(set["setIdentifier"]);
  const name = nameOf(text(set["name"]));
  const [start, end] = [`${zone}_`, `_${text(set["type"])}${identifier === "" ? "" : `_${identifier}`}`];
  return identities.some((id) => {
    if (id.length < start.length + end.length || !id.startsWith(start) || !id.endsWith(end)) return false;
    const own = nameOf(id.slice(start.length, -end.length));
    return own === name || ((own === "" || name.startsWith(`${own}.`)) && identities.some((identity) => nameOf(identity) === name));
  });
}

/** Route 53 writes names with a dot at their end, and what is no letter by its octal code: `\052` is the asterisk. */
function nameOf(name: string): string {
  return undotted(name).replace(/\\([0-3][0-7]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));
}

function undotted(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}

function settingsOf(set: JsonObject): readonly Setting[] {
  const values = isJsonArray(set["resourceRecords"]) ? set["resourceRecords"].filter(isJsonObject).flatMap(({ value }) => (typeof value === "string" ? [unquoted(value, text(set["type"]))] : [])) : undefined;
  const alias = isJsonObject(set["aliasTarget"]) ? set["aliasTarget"] : {};
  const location = isJsonObject(set["geoLocation"]) ? set["geoLocation"] : {};
  const cidr = isJsonObject(set["cidrRoutingConfig"]) ? set["cidrRoutingConfig"] : {};
  const told: readonly (readonly [path: string, value: Json | undefined])[] = [
    ["records", values],
    ["ttl", set["tTL"] ?? set["ttl"]],
    ["aliases.name", typeof alias["dNSName"] === "string" ? undotted(alias["dNSName"]) : undefined],
    ["aliases.zoneId", alias["hostedZoneId"]],
    ["aliases.evaluateTargetHealth", alias["evaluateTargetHealth"]],
    ["healthCheckId", set["healthCheckId"]],
    ["multivalueAnswerRoutingPolicy", set["multiValueAnswer"]],
    ["weightedRoutingPolicies.weight", set["weight"]],
    ["latencyRoutingPolicies.region", set["region"]],
    ["failoverRoutingPolicies.type", set["failover"]],
    ["geolocationRoutingPolicies.continent", location["continentCode"]],
    ["geolocationRoutingPolicies.country", location["countryCode"]],
    ["geolocationRoutingPolicies.subdivision", location["subdivisionCode"]],
    ["cidrRoutingPolicy.collectionId", cidr["collectionId"]],
    ["cidrRoutingPolicy.locationName", cidr["locationName"]],
  ];
  const settings = told.flatMap(([path, value]): Setting[] => (value === undefined ? [] : [{ path: path.split("."), value }]));
  return set["geoProximityLocation"] === undefined ? settings : [...settings, { path: ["geoproximityRoutingPolicy"], untold: true }];
}

/** Pulumi leaves out the quotes around texts. */
function unquoted(value: string, type: string): string {
  return /^(TXT|SPF)$/.test(type) ? value.replace(/^"(.*)"$/s, "$1") : value;
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export const route53: Readonly<Record<string, ResourceOperations>> = {
  "route53/record": { subjects: ["hostedzoneid"], deletes: ["ChangeResourceRecordSets"], writers: [reads(["ChangeResourceRecordSets"], PARTS, readBatch)] },
};
