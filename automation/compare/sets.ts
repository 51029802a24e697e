import { isJsonObject, type Json } from "../../policypack/model";

/**
 * Lists that AWS keeps as sets: the order of their elements says nothing. Pulumi's schema does not tell sets
 * from lists, so they are known by name; a list that is missing here is compared by index.
 * Source: `TypeSet` in https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const SETS = new Set([
  "actions", "aliases", "allowedHeaders", "allowedMethods", "allowedOrigins", "attributes", "availabilityZones", "backendSecurityGroupIds",
  "bucketPolicies", "cachedMethods", "cidrBlocks", "clientIdLists", "compatibleRuntimes", "corsRules", "ebsBlockDevices", "egress",
  "enabledCloudwatchLogsExports", "enabledMetrics", "events", "exposeHeaders", "filterPolicies", "globalSecondaryIndexes", "grants",
  "groups", "hostedZoneNames", "ingress", "inlinePolicies", "instances", "ipv6CidrBlocks", "kmsKeyArns", "lambdaFunctions", "layerArns",
  "loadBalancers", "localSecondaryIndexes", "managedPolicyArns", "notIpAddresses", "permissions", "policyArns", "prefixListIds",
  "principals", "publicAccessCidrs", "queues", "records", "replicas", "requiresCompatibilities", "resources", "roles", "routes",
  "routeTableIds", "securityGroupIds", "securityGroups", "serviceRegistries", "sourceSecurityGroupIds", "subnetIds", "subnets", "supportedLoginProviders",
  "tagSpecifications", "targetGroupArns", "thumbprintLists", "topics", "users", "values", "vpcEndpointIds", "vpcSecurityGroupIds", "zones",
]);

/** Under these names the keys are a person's own: a key with an empty value is not the same as no key. */
const OWN_KEYS = new Set(["annotations", "data", "environmentVariables", "labels", "parameters", "stageVariables", "tags", "tagsAll", "variables"]);

export function isSet(name: string | undefined): boolean {
  return name !== undefined && SETS.has(name);
}

export function hasOwnKeys(name: string | undefined): boolean {
  return name !== undefined && OWN_KEYS.has(name);
}

// What makes a security group rule the same rule, when its sources change.
const RULE = ["protocol", "fromPort", "toPort"];
// A record has one alias, and a zone's id is spelt in one way only, as its target's name is not.
const IDENTITIES: Readonly<Record<string, readonly string[]>> = { ingress: RULE, egress: RULE, aliases: ["zoneId"] };
const USUAL_IDENTITY = [["name"], ["key"], ["id"], ["deviceName"], ["regionName"]];

/** The properties by which an element of a set stays itself while the rest of it changes; none for scalars. */
export function elementIdentity(set: string | undefined, element: Json): Readonly<Record<string, Json>> | undefined {
  if (!isJsonObject(element)) return undefined;
  const listed = set === undefined ? undefined : IDENTITIES[set];
  for (const names of listed === undefined ? USUAL_IDENTITY : [listed]) {
    const entries = names.map((name): [string, Json] => [name, element[name] ?? null]);
    if (entries.every(([, value]) => value !== null)) return Object.fromEntries(entries);
  }
  return undefined;
}
