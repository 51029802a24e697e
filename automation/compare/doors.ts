import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import type { Does, Effect } from "./effects";
import { blockCovers, cidrsIn, reachOf, type Reach } from "./networkReach";

/** One source that is let in, or kept out, on some ports. */
interface Door {
  /** A CIDR block, a group, a list of prefixes, or "self". */
  readonly source: string;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly denies: boolean;
}

/** Types whose doors stand in a list, or in a part, and types that are one door. */
const HOLDERS: readonly (readonly [types: RegExp, property: string | undefined])[] = [
  [/^aws:ec2\/(securityGroup|defaultSecurityGroup|networkAcl|defaultNetworkAcl):/, "ingress"],
  [/^aws:ec2\/managedPrefixList:/, "entries"],
  [/^aws:eks\/cluster:/, "vpcConfig"],
  [/^aws:(ec2\/securityGroupRule|vpc\/securityGroupIngressRule|ec2\/networkAclRule|ec2\/managedPrefixListEntry):/, undefined],
];
const PEERS = ["securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId", "prefixListIds", "prefixListId"];
const SOURCES = ["cidrBlocks", "ipv6CidrBlocks", "cidrBlock", "ipv6CidrBlock", "cidrIpv4", "cidrIpv6", "cidr", "publicAccessCidrs", ...PEERS];
const ANY = { protocol: "-1", from: 0, to: 65_535 } as const;

/** A network path is opened whose farthest source reaches so far. */
export function opensPath(reach: Reach): Does {
  return (effect) => {
    const reaches = openedBy(effect).map((source) => reachOf(source) ?? "inside");
    return (["world", "outside", "inside"] as const).find((one) => reaches.includes(one)) === reach;
  };
}

/** The sources that come in where they could not, as far as this change speaks of them. */
function openedBy({ type, names, expected, actual, gone, recorded, live }: Effect): readonly string[] {
  const holder = HOLDERS.find(([types]) => types.test(type));
  if (holder === undefined || leadsOut(live) || !speaksOf(holder[1], names, gone)) return [];
  const named = [...sourcesIn(expected), ...sourcesIn(actual)];
  // A part without a source, of a rule that comes or goes as a whole: the rule itself speaks of its doors.
  const isPart = named.length === 0 && !gone && holder[1] !== undefined && (expected === undefined || actual === undefined);
  if (isPart) return [];
  // A port, a protocol or an action is about all sources of its rule.
  const isMeant = ({ source }: Door): boolean => named.length === 0 || named.includes(source);
  const [had, has] = [doorsOf(recorded, holder[1]), doorsOf(live, holder[1])];
  const isShut = ({ denies }: Door): boolean => denies;
  const isOpen = ({ denies }: Door): boolean => !denies;
  const letIn = missing(has.filter(isOpen).filter(isMeant), had.filter(isOpen));
  const notKeptOut = missing(had.filter(isShut).filter(isMeant), has.filter(isShut));
  const opened = [...letIn, ...notKeptOut].map(({ source }) => source);
  return denies(actual) ? opened : [...opened, ...sourcesIn(actual).filter((source) => isUnheardOf(source, [...had, ...has], expected))];
}

/** A rule of its own says which way it goes. */
function leadsOut(settings: JsonObject): boolean {
  return settings["type"] === "egress" || settings["egress"] === true;
}

/** The inputs and the outputs of a resource may tell different stories: what only the change tells counts too. */
function isUnheardOf(source: string, doors: readonly Door[], expected: Json | undefined): boolean {
  return doors.every((door) => door.source !== source) && !sourcesIn(expected).includes(source);
}

function denies(rule: Json | undefined): boolean {
  return isJsonObject(rule) && (rule["action"] === "deny" || rule["ruleAction"] === "deny");
}

function speaksOf(property: string | undefined, names: readonly string[], gone: boolean): boolean {
  return gone || property === undefined || names[0] === property;
}

function missing(doors: readonly Door[], from: readonly Door[]): readonly Door[] {
  return doors.filter((door) => !from.some((other) => covers(other, door)));
}

function covers(wide: Door, narrow: Door): boolean {
  const ports = wide.from <= narrow.from && wide.to >= narrow.to;
  return (wide.protocol === ANY.protocol || wide.protocol === narrow.protocol) && ports && blockCovers(wide.source, narrow.source);
}

function doorsOf(settings: JsonObject, property: string | undefined): readonly Door[] {
  if (property === undefined) return leadsOut(settings) ? [] : doorsIn(settings);
  return listOf(settings[property]).filter(isJsonObject).flatMap(doorsIn);
}

function doorsIn(rule: JsonObject): readonly Door[] {
  const protocol = textOf(rule["protocol"] ?? rule["ipProtocol"] ?? ANY.protocol);
  const isAny = protocol === ANY.protocol || protocol === "all";
  const ports = isAny ? ANY : { protocol, from: portOf(rule["fromPort"], ANY.from), to: portOf(rule["toPort"], ANY.to) };
  return sourcesIn(rule).map((source) => ({ source, denies: denies(rule), ...ports }));
}

// ICMP's "all" is -1.
function portOf(value: Json | undefined, all: number): number {
  return value === undefined || value === null || Number(value) === -1 ? all : Number(value);
}

/** The sources in a rule, or in the value that stands at one of its properties. */
function sourcesIn(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return reachOf(value) !== undefined || /^(sg|pl)-/.test(value) ? [value] : [];
  if (!isJsonObject(value)) return cidrsIn(value);
  const named = SOURCES.flatMap((name) => listOf(value[name])).filter((one) => typeof one === "string" && one !== "");
  return [...named.map(textOf), ...(value["self"] === true ? ["self"] : [])];
}

function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return isJsonArray(value) ? value : [value];
}

function textOf(value: Json): string {
  return typeof value === "object" ? "" : String(value);
}
