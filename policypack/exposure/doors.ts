import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../model";
import { blockCovers, cidrsIn, reachOf } from "./networkReach";

/** One source that is let in, or kept out, on some ports. */
export interface Door {
  /** A CIDR block, a group, a list of prefixes, or "self". */
  readonly source: string;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly denies: boolean;
}

const PEERS = ["securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId", "prefixListIds", "prefixListId"];
const SOURCES = ["cidrBlocks", "ipv6CidrBlocks", "cidrBlock", "ipv6CidrBlock", "cidrIpv4", "cidrIpv6", "cidr", "publicAccessCidrs", ...PEERS];
const ANY = { protocol: "-1", from: 0, to: 65_535 } as const;

/** The ports that a rule is about, whoever comes through them. */
export function portsOf(rule: JsonObject): Pick<Door, "protocol" | "from" | "to"> {
  const protocol = textOf(rule["protocol"] ?? rule["ipProtocol"] ?? ANY.protocol);
  const isAny = protocol === ANY.protocol || protocol === "all";
  return isAny ? ANY : { protocol, from: portOf(rule["fromPort"], ANY.from), to: portOf(rule["toPort"], ANY.to) };
}

export function doorsIn(rule: JsonObject): readonly Door[] {
  const ports = portsOf(rule);
  return sourcesIn(rule).map((source) => ({ source, denies: denies(rule), ...ports }));
}

// ICMP's "all" is -1.
function portOf(value: Json | undefined, all: number): number {
  return value === undefined || value === null || Number(value) === -1 ? all : Number(value);
}

/** A rule of its own says which way it goes. */
export function leadsOut(settings: JsonObject): boolean {
  return settings["type"] === "egress" || settings["egress"] === true;
}

export function denies(rule: Json | undefined): boolean {
  return isJsonObject(rule) && (rule["action"] === "deny" || rule["ruleAction"] === "deny");
}

export function missing(doors: readonly Door[], from: readonly Door[]): readonly Door[] {
  return doors.filter((door) => !from.some((other) => covers(other, door)));
}

function covers(wide: Door, narrow: Door): boolean {
  const ports = wide.from <= narrow.from && wide.to >= narrow.to;
  return (wide.protocol === ANY.protocol || wide.protocol === narrow.protocol) && ports && blockCovers(wide.source, narrow.source);
}

/** The sources in a rule, or in the value that stands at one of its properties. */
export function sourcesIn(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return reachOf(value) !== undefined || /^(sg|pl)-/.test(value) ? [value] : [];
  if (!isJsonObject(value)) return cidrsIn(value);
  const named = SOURCES.flatMap((name) => listOf(value[name])).filter((one) => typeof one === "string" && one !== "");
  return [...named.map(textOf), ...(value["self"] === true ? ["self"] : [])];
}

export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return isJsonArray(value) ? value : [value];
}

function textOf(value: Json): string {
  return typeof value === "object" ? "" : String(value);
}
