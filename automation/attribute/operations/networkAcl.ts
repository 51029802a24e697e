import { isJsonObject, type DriftedResource, type Json, type JsonObject } from "../../../policypack/model";
import type { CloudTrailRecord } from "../../audit/trailRecord";
import { operationOf } from "../mutatingCalls";
import { another, deletes, untold, type Reading, type Setting } from "./reader";
import { reads, type ResourceOperations, type Writer } from "./writer";

/** One entry of an access list. Fields that are empty are left out. */
export interface Entry {
  readonly egress: boolean;
  readonly number: string;
  readonly fields: Readonly<Record<string, string>>;
}

// https://www.iana.org/assignments/protocol-numbers
const PROTOCOLS: Readonly<Record<string, string>> = { all: "-1", tcp: "6", udp: "17", icmp: "1", icmpv6: "58" };

/** The entry that a call makes, changes or removes; undefined where the record does not tell which. */
export function entryOf({ requestParameters }: CloudTrailRecord): Entry | undefined {
  const request = requestParameters ?? {};
  const number = text(request["ruleNumber"]);
  if (number === "") return undefined;
  const [ports, icmp] = [inside(request["portRange"]), inside(request["icmpTypeCode"])];
  const told = { protocol: request["aclProtocol"] ?? "", action: request["ruleAction"] ?? "", cidrBlock: request["cidrBlock"] ?? "", ipv6CidrBlock: request["ipv6CidrBlock"] ?? "" };
  const { fields } = readEntry({ ...told, fromPort: ports["from"] ?? 0, toPort: ports["to"] ?? 0, icmpType: icmp["type"] ?? 0, icmpCode: icmp["code"] ?? 0 });
  return { egress: request["egress"] === true || request["egress"] === "true", number, fields };
}

/** An element of `ingress` or `egress`, or as much of it as a change tells. */
export function readEntry(element: JsonObject): { readonly number: string | undefined; readonly fields: Readonly<Record<string, string>> } {
  const number = text(element["ruleNo"]);
  const fields = Object.entries(element).flatMap(([name, value]): [string, string][] => {
    const told = text(value);
    if (name === "ruleNo") return [];
    if (name === "protocol") return [[name, PROTOCOLS[told.toLowerCase()] ?? told]];
    // AWS leaves out what does not apply to the protocol, where Pulumi has a nought.
    return [[name, told === "0" ? "" : name === "action" ? told.toLowerCase() : told]];
  });
  return { number: number === "" ? undefined : number, fields: withoutPorts(Object.fromEntries(fields)) };
}

/** Ports mean nothing where every protocol is meant. */
function withoutPorts(fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return fields["protocol"] === "-1" ? { ...fields, fromPort: "", toPort: "" } : fields;
}

function text(value: Json | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function inside(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

const RULE: Readonly<Record<string, string>> = { protocol: "protocol", action: "ruleAction", cidrBlock: "cidrBlock", ipv6CidrBlock: "ipv6CidrBlock", fromPort: "fromPort", toPort: "toPort", icmpType: "icmpType", icmpCode: "icmpCode" };

/** An entry that is a resource of its own. */
function readRule(record: CloudTrailRecord, { identities }: Pick<DriftedResource, "identities">): Reading {
  const entry = entryOf(record);
  const list = text(record.requestParameters?.["networkAclId"]);
  if (entry === undefined || list === "") return untold;
  if (!identities.some((identity) => isIdOf(identity, list, entry))) return another;
  if (operationOf(record) === "DeleteNetworkAclEntry") return deletes;
  const settings = Object.entries(RULE).map(([field, property]): Setting => {
    const value = entry.fields[field] ?? "";
    return value === "" ? { path: [property] } : { path: [property], value };
  });
  return { does: "sets", settings };
}

/**
 * Pulumi's id of an entry is a checksum of its list, number, direction, and of its protocol, by name or number, as the
 * program first had it. Source: `networkACLRuleCreateResourceID` in
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_network_acl_rule.go
 */
function isIdOf(identity: string, list: string, { number, egress }: Entry): boolean {
  if (!/^nacl-\d+$/.test(identity)) return false;
  return SPELLINGS.some((protocol) => identity === `nacl-${crc32(`${list}-${number}-${String(egress)}-${protocol}-`)}`);
}

const SPELLINGS = ["-1", ...Array.from({ length: 256 }, (_, protocol) => String(protocol)), ...Object.keys(PROTOCOLS), "ah", "esp", "gre", "igmp", "ospf", "sctp", "vrrp", "pim", "ipip", "ipv6"];

/** CRC-32 of ASCII text, as Go's `crc32.ChecksumIEEE`. */
function crc32(text: string): number {
  let crc = ~0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const ENTRIES = ["CreateNetworkAclEntry", "ReplaceNetworkAclEntry", "DeleteNetworkAclEntry"];
const entries: Writer = { operations: ENTRIES, properties: ["ingress", "egress"], effect: "entries" };

/** The call names the list that a subnet has now, and neither the subnet nor its former list. */
const association: Writer = reads(["ReplaceNetworkAclAssociation"], ["subnetIds"], () => ({ does: "sets", settings: [{ path: ["subnetIds"], untold: true, element: "comes" }] }));

const list: ResourceOperations = { subjects: ["networkaclid"], deletes: ["DeleteNetworkAcl"], writers: [entries, association] };

export const networkAcl: Readonly<Record<string, ResourceOperations>> = {
  "ec2/networkAcl": list,
  "ec2/defaultNetworkAcl": list,
  "ec2/networkAclRule": { subjects: ["networkaclid"], deletes: ["DeleteNetworkAclEntry", "DeleteNetworkAcl"], writers: [reads(ENTRIES, ["*"], readRule)] },
};
