import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import { optional } from "./optional";

/** One permission: one protocol, port range and peer. What is unknown is absent. */
export interface Permission {
  readonly protocol?: string;
  readonly from?: string;
  readonly to?: string;
  /** CIDR, prefix list or security group. */
  readonly peer?: string;
  readonly description?: string;
}

// https://www.iana.org/assignments/protocol-numbers
const PROTOCOLS: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", all: "-1" };

const PEERS = /^(cidr(ip(v[46])?|blocks?)|cidripv[46]|ipv6cidrblocks|prefixlistids?|securitygroups?|groupid|sourcesecuritygroupid|sourcesecuritygroupname|referencedsecuritygroupid)$/;
/** How a rule for the members of the group itself names its peer. */
export const OWN_GROUP = "self";

export function permissionsOfCall(record: CloudTrailRecord, own: ReadonlySet<string>): readonly Permission[] {
  const request = record.requestParameters ?? {};
  const answer = record.responseElements ?? {};
  return [...describedBy(request, own), ...describedBy(answer, own)].filter((permission) => permission.peer !== undefined);
}

/** Finds the rules in both shapes (flat and nested) and in answers, by the keys that only rules have. */
function describedBy(part: Json, own: ReadonlySet<string>): readonly Permission[] {
  const inside = (values: readonly Json[]) => values.flatMap((value) => describedBy(value, own));
  if (isJsonArray(part)) return inside(part);
  if (!isJsonObject(part)) return [];
  const keys = Object.keys(part).map((key) => key.toLowerCase());
  const isRule = keys.includes("ipprotocol");
  return isRule ? [...permissionsIn(part, own), ...inside(Object.values(part).filter(isNestedRules))] : inside(Object.values(part));
}

/** A flat call carries an empty or filled `ipPermissions` beside its own rule. */
function isNestedRules(value: Json): boolean {
  return JSON.stringify(value).toLowerCase().includes('"ipprotocol"');
}

export function permissionsIn(rule: JsonObject, own: ReadonlySet<string>): readonly Permission[] {
  const fields = new Map(Object.entries(rule).map(([key, value]) => [key.toLowerCase(), value]));
  const protocol = text(fields.get("protocol") ?? fields.get("ipprotocol"));
  const normal = protocol === undefined ? undefined : (PROTOCOLS[protocol.toLowerCase()] ?? protocol.toLowerCase());
  const description = text(fields.get("description"));
  const base: Permission = {
    ...(normal === undefined ? {} : { protocol: normal }),
    // Ports mean nothing where every protocol is allowed.
    ...(normal === "-1" ? {} : optional("from", text(fields.get("fromport")))),
    ...(normal === "-1" ? {} : optional("to", text(fields.get("toport")))),
    ...optional("description", description === "" ? undefined : description),
  };
  const peers = [...fields].flatMap(([key, value]) => peersIn(key, value));
  if (fields.get("self") === true) peers.push({ peer: OWN_GROUP });
  return peers.length === 0 ? [base] : peers.map(({ peer, ...more }) => ({ ...base, ...more, peer: own.has(peer) ? OWN_GROUP : peer }));
}

interface Peer {
  readonly peer: string;
  readonly description?: string;
}

function peersIn(key: string, value: Json): Peer[] {
  if (/^(ipranges|ipv6ranges|groups|prefixlistids|useridgrouppairs|referencedgroupinfo)$/.test(key) && typeof value !== "string") return peersUnder(value);
  if (!PEERS.test(key) || key === "groupid") return [];
  return isJsonArray(value) ? value.filter((one) => typeof one === "string").map(toPeer) : typeof value === "string" && value !== "" ? [toPeer(value)] : [];
}

/** In the nested shape each peer has a description of its own. */
function peersUnder(value: Json): Peer[] {
  if (typeof value === "string") return value === "" ? [] : [toPeer(value)];
  if (isJsonArray(value)) return value.flatMap(peersUnder);
  if (!isJsonObject(value)) return [];
  const peers = Object.entries(value).flatMap(([key, inner]) => (PEERS.test(key.toLowerCase()) || key === "items" ? peersUnder(inner) : []));
  return peers.map((peer) => ({ ...optional("description", text(value["description"] ?? value["Description"])), ...peer }));
}

/** Pulumi puts the account before another account's group, which its id tells already. */
function toPeer(name: string): Peer {
  return { peer: name.replace(/^\d{12}\/(?=sg-)/, "") };
}

/** Every field that the drift tells must be the call's; a drift may tell a part of a rule only. */
export function matches(wanted: Permission, called: Permission): boolean {
  const told = [wanted.protocol, wanted.from, wanted.to, wanted.peer, wanted.description].filter((value) => value !== undefined);
  if (told.length === 0) return false;
  return (
    agree(wanted.protocol, called.protocol) &&
    agree(wanted.from, called.from) &&
    agree(wanted.to, called.to) &&
    (wanted.peer === undefined || wanted.peer === called.peer) &&
    (wanted.description === undefined || told.length > 1 || wanted.description === called.description)
  );
}

export function agree(wanted: string | undefined, called: string | undefined): boolean {
  return wanted === undefined || called === undefined || wanted === called;
}

export function equal(one: Permission, other: Permission): boolean {
  return one.protocol === other.protocol && one.from === other.from && one.to === other.to && one.peer === other.peer && one.description === other.description;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
