import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import { say, words, type Phrase } from "./phrase";
import { named, shown } from "./shownValue";
import { listed, widestFirst } from "./valueLine";

const DIRECTIONS: Readonly<Record<string, Phrase>> = { ingress: say`from`, egress: say`to` };
const SOURCES = ["cidrBlock", "ipv6CidrBlock", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"];
const NUMBERS = ["fromPort", "toPort", "icmpType", "icmpCode", "ruleNo"];
const TOLD = new Set([...SOURCES, ...NUMBERS, "self", "description", "protocol", "action"]);
const NAMED_SOURCES = 8;

/**
 * A rule of a security group or a network ACL in words: `tcp 22 from 0.0.0.0/0 "just for tonight"`; undefined for
 * what is none, or says more than these words could.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 * @param list the property that holds the rule
 */
export function rulePhrase(list: string | undefined, rule: Json): Phrase | undefined {
  const direction = list === undefined || !Object.hasOwn(DIRECTIONS, list) ? undefined : DIRECTIONS[list];
  if (direction === undefined || !isJsonObject(rule) || typeof rule["protocol"] !== "string") return undefined;
  if (NUMBERS.some((name) => !isEmpty(rule[name]) && typeof rule[name] !== "number")) return undefined;
  const sources = [...SOURCES.flatMap((name) => textsOf(rule[name])), ...(rule["self"] === true ? [say`itself`] : [])];
  const rest = Object.entries(rule).filter(([name, value]) => !TOLD.has(name) && !isEmpty(value));
  return say`${verdict(rule)}${traffic(rule["protocol"].toLowerCase(), rule)} ${direction} ${sources.length === 0 ? say`nobody` : listed(widestFirst(sources, (source) => source), NAMED_SOURCES)}${
    isEmpty(rule["description"]) ? say`` : say` ${shown(rule["description"])}`
  }${rest.length === 0 ? say`` : say` ${shown(Object.fromEntries(rest))}`}`;
}

/** Network ACLs number their rules, and can deny. */
function verdict({ ruleNo, action }: JsonObject): Phrase {
  const number = typeof ruleNo === "number" ? say`rule ${words(String(ruleNo))}: ` : say``;
  return typeof action === "string" ? say`${number}${action} ` : number;
}

const ICMP = new Set(["icmp", "icmpv6", "1", "58"]);
// Number of the protocol → what people call it.
const PROTOCOLS: Readonly<Record<string, string>> = { "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6" };

function traffic(protocol: string, rule: JsonObject): Phrase {
  if (protocol === "-1" || protocol === "all") return say`all traffic`;
  const name = Object.hasOwn(PROTOCOLS, protocol) ? (PROTOCOLS[protocol] ?? protocol) : protocol;
  if (/^\d+$/.test(name)) return say`protocol ${name}`;
  if (ICMP.has(protocol)) return say`${name}${icmpPhrase(rule["icmpType"] ?? rule["fromPort"], rule["icmpCode"] ?? rule["toPort"])}`;
  return say`${name}${portsPhrase(rule["fromPort"], rule["toPort"])}`;
}

/** A rule keeps ICMP's type and code where others have ports; -1 is any. */
function icmpPhrase(type: Json | undefined, subtype: Json | undefined): Phrase {
  if (typeof type !== "number" || type === -1) return say``;
  return say` type ${words(String(type))}${typeof subtype !== "number" || subtype === -1 ? say`` : say` code ${words(String(subtype))}`}`;
}

function portsPhrase(first: Json | undefined, last: Json | undefined): Phrase {
  const [from, to] = [first ?? last, last ?? first];
  if (typeof from !== "number" || typeof to !== "number") return say``;
  if (from <= 1 && to === 65_535) return say` on all ports`;
  return say` ${words(from === to ? String(from) : `${String(from)}-${String(to)}`)}`;
}

function textsOf(value: Json | undefined): readonly Phrase[] {
  if (value === undefined || isEmpty(value)) return [];
  return (isJsonArray(value) ? value : [value]).map(named);
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "" || value === false || (isJsonArray(value) && value.length === 0);
}
