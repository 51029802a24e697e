import { isJsonObject, type Json, type JsonObject, type Severity } from "../../policypack/model";
import { cidrsIn, farthest, reachOf } from "./networkReach";
import { normalise } from "./normalise";
import { readStatements } from "./policyDocument";
import { findGain, type Gain } from "./policyGrants";
import { findLoweredGuard } from "./safeguards";

/** A change, as far as its severity asks. */
export interface Effect {
  readonly type: string;
  /** The names on the path, without indices; none for a resource that is gone. */
  readonly names: readonly string[];
  readonly expected?: Json;
  readonly actual?: Json;
  readonly gone: boolean;
  /** The whole resource as recorded and as it is, so that a part can be understood. */
  readonly recorded: JsonObject;
  readonly live: JsonObject;
}

export interface Weight {
  readonly severity: Severity;
  readonly opensAccess?: true;
}

interface Rule {
  readonly what: string;
  readonly weigh: (effect: Effect) => Weight | undefined;
}

const opening = (severity: Severity): Weight => ({ severity, opensAccess: true });

/** What a change does. The first rule that has something to say decides. */
const RULES: readonly Rule[] = [
  { what: "a guard is deleted", weigh: (effect) => (effect.gone ? deletedGuard(effect) : undefined) },
  { what: "something that holds data or keys is deleted", weigh: ({ gone, type }) => (gone && STATEFUL.test(type) ? { severity: "critical" } : undefined) },
  { what: "a resource is deleted", weigh: ({ gone, type }) => (gone ? { severity: ACCESS.test(type) ? "high" : "medium" } : undefined) },
  { what: "a label, whatever it says", weigh: ({ names }) => (names.some((name) => LABELS.has(name)) ? { severity: "low" } : undefined) },
  { what: "a network path is opened", weigh: openedPath },
  { what: "a policy allows more", weigh: (effect) => weighGain(findGain(documentIn(effect.expected), documentIn(effect.actual))) },
  { what: "a policy is attached", weigh: attachedPolicy },
  { what: "a safeguard is turned off", weigh: ({ type, names, expected, actual }) => findLoweredGuard(type, names, expected, actual) },
];

export function weigh(effect: Effect): Weight {
  for (const rule of RULES) {
    const weight = rule.weigh(effect);
    if (weight !== undefined) return weight;
  }
  return { severity: "medium" };
}

const STATEFUL =
  /^aws:(s3\/bucket(V2)?:|dynamodb\/table:|rds\/(instance|cluster|globalCluster):|docdb\/cluster:|neptune\/cluster:|redshift\/cluster:|elasticache\/|efs\/fileSystem:|ebs\/volume:|fsx\/|sqs\/queue:|kinesis\/stream:|kms\/(key|replicaKey):|secretsmanager\/secret:|ssm\/parameter:|opensearch\/domain:|backup\/vault:|ecr\/repository:|cognito\/userPool:|msk\/cluster:|cloudwatch\/logGroup:|route53\/zone:)/;
const GUARDS = /^aws:(s3\/(bucket|account)PublicAccessBlock|s3control\/.*PublicAccessBlock|cloudtrail\/|guardduty\/|cfg\/recorder|securityhub\/|ec2\/flowLog|kms\/alias|wafv2\/webAclAssociation|backup\/(plan|selection|vaultLockConfiguration))/;
const ACCESS = /^aws:(iam|kms|sns\/topicPolicy|sqs\/queuePolicy|s3\/bucketPolicy|s3\/bucketVersioning|s3\/bucketServerSideEncryption|s3\/bucketLogging)/;
const LABELS = new Set(["tags", "tagsAll", "description", "labels", "annotations", "comment"]);
const INGRESS_TYPES = /^aws:(ec2\/securityGroup:|ec2\/defaultSecurityGroup:|ec2\/securityGroupRule:|vpc\/securityGroupIngressRule:|ec2\/networkAcl|ec2\/defaultNetworkAcl|eks\/cluster:)/;
const PEERS = new Set(["securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId", "prefixListIds", "prefixListId", "self"]);
const PORTS = new Set(["fromPort", "toPort", "protocol", "ipProtocol"]);

/** A policy that denied something may have been the only thing in the way. */
function deletedGuard({ type, recorded }: Effect): Weight | undefined {
  if (type.includes('PublicAccessBlock')) return opening("critical");
  if (GUARDS.test(type)) return { severity: "critical" };
  const gain = findGain(documentIn(recorded["policy"]), undefined);
  return gain === undefined ? undefined : opening("high");
}

function openedPath({ type, names, expected, actual, recorded, live }: Effect): Weight | undefined {
  if (!INGRESS_TYPES.test(type) || isOutbound(names, live) || denies(live) || denies(actual)) return undefined;
  const had = cidrsIn(expected);
  const added = cidrsIn(actual).filter((cidr) => !had.includes(cidr));
  // Wider ports of a rule are a new path for all the rule's sources.
  const moved = names.some((name) => PORTS.has(name)) ? cidrsIn(sourcesOf(live)) : [];
  if (moved.length > 0 && isNarrower(names, expected, actual, recorded)) return undefined;
  switch (farthest([...added, ...moved])) {
    case "world":
      return had.some((cidr) => reachOf(cidr) === "world") && added.every((cidr) => reachOf(cidr) !== "world") ? undefined : opening("critical");
    case "outside":
      return opening("high");
    case "inside":
      return opening("medium");
    case undefined:
      return names.some((name) => PEERS.has(name)) ? (isSomething(actual) ? opening("medium") : undefined) : joinsPeers(actual);
  }
}

/** A rule that appears as a whole, for other groups or a list of prefixes. */
function joinsPeers(actual: Json | undefined): Weight | undefined {
  return isJsonObject(actual) && [...PEERS].some((name) => isSomething(actual[name])) ? opening("medium") : undefined;
}

function isSomething(value: Json | undefined): boolean {
  return value !== false && normalise(value) !== null;
}

function isOutbound(names: readonly string[], live: JsonObject): boolean {
  return names.includes("egress") || live["type"] === "egress" || live["egress"] === true;
}

/** A rule of a network ACL can also shut somebody out. */
function denies(rule: Json | undefined): boolean {
  return isJsonObject(rule) && (rule["ruleAction"] === "deny" || rule["action"] === "deny");
}

function sourcesOf(live: JsonObject): Json {
  return [live["cidrBlocks"], live["ipv6CidrBlocks"], live["cidrIpv4"], live["cidrIpv6"]].filter((value) => value !== undefined);
}

function isNarrower(names: readonly string[], expected: Json | undefined, actual: Json | undefined, recorded: JsonObject): boolean {
  if (names.includes("fromPort")) return Number(actual) >= Number(expected);
  if (names.includes("toPort")) return Number(actual) <= Number(expected);
  return recorded["protocol"] === "-1" || recorded["ipProtocol"] === "-1";
}

function weighGain(gain: Gain | undefined): Weight | undefined {
  switch (gain) {
    case "everybody":
      return opening("critical");
    case "everything":
    case "somebody":
    case "more":
      return opening("high");
    case undefined:
      return undefined;
  }
}

/** A document, or the one inside an inline policy that appeared as a whole. */
function documentIn(value: Json | undefined): Json | undefined {
  if (readStatements(value) !== undefined) return value;
  return isJsonObject(value) && readStatements(value["policy"]) !== undefined ? value["policy"] : undefined;
}

function attachedPolicy({ names, actual }: Effect): Weight | undefined {
  if (actual === undefined || !names.some((name) => /^(managedPolicyArns|policyArns?|policyAttachments)$/.test(name))) return undefined;
  return typeof actual === "string" && /(AdministratorAccess|PowerUserAccess|FullAccess)$/.test(actual) ? opening("critical") : opening("high");
}
