import { isJsonArray, isJsonObject, type FoundChange, type FoundDrift, type Json, type JsonObject } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import { elementDelta, listDelta, pathOf, resourceDelta, type ElementDelta } from "./elements";
import { elsewhere, type Evidence } from "./evidence";
import { operationOf } from "./mutatingCalls";
import { optional } from "./optional";

/** One permission: one protocol, port range and peer. What is unknown is absent. */
interface Permission {
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
const OWN_GROUP = "self";

/** What an Authorize, Revoke or Modify call says about a changed rule of a security group. */
export function weighRules(record: CloudTrailRecord, drift: FoundDrift, change: FoundChange): Evidence {
  const operation = operationOf(record);
  const own = resourceNames(drift);
  const called = permissionsOfCall(record, own);
  if (called.length === 0) return { verdict: "touches", says: "changed the rules of this security group; which ones is not recorded" };
  if (operation.startsWith("UpdateSecurityGroupRuleDescriptions") && !aboutDescription(change)) return elsewhere;
  const [property] = pathOf(change);
  const isList = property === "ingress" || property === "egress" || property === undefined;
  const [element, list] = isList ? [elementDelta(drift, change), listDelta(drift, change)] : [resourceDelta(drift), resourceDelta(drift)];
  const delta = netDelta(permissionsOf(element, own), permissionsOf(list, own));
  const openedBy = called.find((permission) => delta.added.some((wanted) => matches(wanted, permission)));
  const closedBy = called.find((permission) => delta.removed.some((wanted) => matches(wanted, permission)));
  if (operation.startsWith("Revoke")) {
    if (closedBy !== undefined) {
      return delta.added.length > 0
        ? { verdict: "touches", says: "removed the rule that was there before" }
        : { verdict: "explains", says: `removed ${tellRule(closedBy)}, which is gone`, ...wholeOf(delta.removed, closedBy) };
    }
    return openedBy !== undefined ? { verdict: "contradicts", says: `removed ${tellRule(openedBy)}, which is there again` } : elsewhere;
  }
  if (openedBy !== undefined) return { verdict: "explains", says: `${operation.startsWith("Authorize") ? "added" : "set"} ${tellRule(openedBy)}, which is there now`, ...wholeOf(delta.added, openedBy) };
  return closedBy !== undefined ? { verdict: "contradicts", says: `added ${tellRule(closedBy)}, which is missing now` } : elsewhere;
}

/** `tcp 22 from 0.0.0.0/0`, as far as the call tells. */
function tellRule({ protocol, from, to, peer }: Permission): string {
  const ports = from === undefined ? [] : [from === to || to === undefined ? from : `${from}-${to}`];
  const told = [...(protocol === undefined ? [] : [protocol === "-1" ? "every protocol" : protocol]), ...ports, ...(peer === undefined ? [] : ["for", peer === OWN_GROUP ? "the group itself" : peer])];
  return told.every(isPlain) ? `the rule ${told.join(" ")}` : "a rule";
}

/** Addresses, numbers and ids: a call may put anything else there. */
function isPlain(part: string): boolean {
  return /^[\w .:/-]{1,60}$/.test(part);
}

/** The rule of the call, where the change does not tell its peer and its ports itself. */
function wholeOf(told: readonly Permission[], called: Permission): Pick<Evidence, "whole"> {
  const isWhole = told.some(({ peer, protocol, from }) => peer !== undefined && (protocol !== undefined || from !== undefined));
  return isWhole ? {} : { whole: JSON.stringify([called.protocol, called.from, called.to, called.peer]) };
}

function aboutDescription(change: FoundChange): boolean {
  return pathOf(change).at(-1) === "description";
}

interface PermissionDelta {
  readonly added: readonly Permission[];
  readonly removed: readonly Permission[];
}

function permissionsOf(delta: ElementDelta, own: ReadonlySet<string>): PermissionDelta {
  const read = (elements: readonly Json[]) => elements.filter(isJsonObject).flatMap((element) => permissionsIn(element, own));
  return { added: read(delta.added), removed: read(delta.removed) };
}

/**
 * Pulumi groups the permissions of equal ports into one element, so one added permission can remove an element and
 * add a larger one. What is on both sides did not change; where nothing of this element is left, the others of its
 * ports decide.
 */
function netDelta(element: PermissionDelta, list: PermissionDelta): PermissionDelta {
  const own = without(element, list);
  if (own.added.length + own.removed.length > 0) return own;
  const isOfItsPorts = (permission: Permission) =>
    [...element.added, ...element.removed].some((one) => agree(one.protocol, permission.protocol) && agree(one.from, permission.from) && agree(one.to, permission.to));
  const net = without(list, list);
  return { added: net.added.filter(isOfItsPorts), removed: net.removed.filter(isOfItsPorts) };
}

function without(delta: PermissionDelta, list: PermissionDelta): PermissionDelta {
  return {
    added: delta.added.filter((permission) => !list.removed.some((other) => equal(permission, other))),
    removed: delta.removed.filter((permission) => !list.added.some((other) => equal(permission, other))),
  };
}

function permissionsOfCall(record: CloudTrailRecord, own: ReadonlySet<string>): readonly Permission[] {
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

function permissionsIn(rule: JsonObject, own: ReadonlySet<string>): readonly Permission[] {
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
  if (fields.get("self") === true) peers.push(OWN_GROUP);
  return peers.length === 0 ? [base] : peers.map((peer) => ({ ...base, peer: own.has(peer) ? OWN_GROUP : peer }));
}

function peersIn(key: string, value: Json): string[] {
  if (/^(ipranges|ipv6ranges|groups|prefixlistids|useridgrouppairs|referencedgroupinfo)$/.test(key) && typeof value !== "string") return stringsUnder(value);
  if (!PEERS.test(key) || key === "groupid") return [];
  return isJsonArray(value) ? value.filter((one) => typeof one === "string") : typeof value === "string" && value !== "" ? [value] : [];
}

function stringsUnder(value: Json): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (isJsonArray(value)) return value.flatMap(stringsUnder);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => (PEERS.test(key.toLowerCase()) || key === "items" ? stringsUnder(inner) : []));
}

/** Every field that the drift tells must be the call's; a drift may tell a part of a rule only. */
function matches(wanted: Permission, called: Permission): boolean {
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

function agree(wanted: string | undefined, called: string | undefined): boolean {
  return wanted === undefined || called === undefined || wanted === called;
}

function equal(one: Permission, other: Permission): boolean {
  return one.protocol === other.protocol && one.from === other.from && one.to === other.to && one.peer === other.peer && one.description === other.description;
}

function resourceNames(drift: FoundDrift): ReadonlySet<string> {
  return new Set([drift.resource.id, ...drift.resource.identities]);
}

function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
