import { canonicalJson, isJsonArray, isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import { normalise } from "./normalise";

/**
 * One setting of a resource in the cloud, as a text: whose it is (by its id in the cloud), and all of what is set.
 * Whoever declares it and whoever shows it come to the same text, or have nothing to do with each other.
 */
export type ClaimKey = string;

export type Direction = "ingress" | "egress";

/** Properties that list whom a rule of a security group lets in or out. */
export const SOURCES = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"] as const;

// Numbers that AWS takes for names.
// Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
const PROTOCOLS: Readonly<Record<string, string>> = { all: "-1", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6" };

/** @param rule with `protocol`, `fromPort` and `toPort`; its description says nothing of what it does */
export function ruleKey(group: string, direction: Direction, rule: JsonObject, source: Json): ClaimKey {
  const told = textOf(rule["protocol"]).toLowerCase();
  const protocol = PROTOCOLS[told] ?? told;
  // Where all protocols are meant, there are no ports.
  const ports = protocol === "-1" ? [] : [textOf(rule["fromPort"]), textOf(rule["toPort"])];
  return canonicalJson(["rule", group, direction, protocol, ...ports, source]);
}

const TARGETS = [
  "carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "gatewayId", "localGatewayId", "natGatewayId", "networkInterfaceId",
  "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId",
] as const;

/** @param route with its one target; undefined where that cannot be told */
export function routeKey(table: string, destination: Json | undefined, route: JsonObject): ClaimKey | undefined {
  const [target, another] = TARGETS.filter((name) => textOf(route[name]) !== "");
  if (target === undefined || another !== undefined || textOf(destination) === "") return undefined;
  return canonicalJson(["route", table, textOf(destination), target, textOf(route[target])]);
}

/** Names of roles are those of one account. */
export function attachmentKey(account: string, role: string, policyArn: string): ClaimKey {
  return canonicalJson(["attachment", account, role, policyArn]);
}

export function inlinePolicyKey(account: string, role: string, name: Json, policy: Json): ClaimKey {
  return canonicalJson(["inline policy", account, role, name, normalise(policy)]);
}

/** Documents are compared by what they say. */
export function documentKey(owner: string, policy: Json): ClaimKey {
  return canonicalJson(["policy", owner, normalise(policy)]);
}

export function versioningKey(bucket: string, enabled: boolean): ClaimKey {
  return canonicalJson(["versioning", bucket, enabled]);
}

export function textOf(value: Json | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

export function listOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

export function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Types with their older names: `BucketPolicyV2` is a bucket policy. */
export function plainType(type: string): string {
  return type.replace(/V2(?=:|$)/g, "");
}
