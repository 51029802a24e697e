import type { Json, JsonObject } from "../../policypack/model";
import { catalogued } from "../catalogue";

// A shorter text matches by accident.
const SHORTEST = 3;
/** Names that many resources bear, and that therefore name none. */
const GENERIC = new Set(["default", "main", "none", "true", "false", "test", "prod", "dev", "arn", "all"]);
const REGION = /^[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d[a-z]?$/;
const ACCOUNT = /^\d{12}$/;

/** Outputs that name a resource, whatever its type. */
const USUAL = ["arn", "name", "url"];

/**
 * Outputs by which CloudTrail's records name a resource of this type; for a part of something also the whole
 * that the calls are made on (a bucket's policy: the bucket). The catalogue knows the rest. Types without their module's file and "V2".
 */
const BY_TYPE: readonly (readonly [type: RegExp, outputs: readonly string[]])[] = [
  [/^aws:s3\/bucket/i, ["bucket"]],
  [/^aws:s3\/(access|account)/, ["bucket", "name"]],
  [/^aws:ec2\/securityGroupRule:/, ["securityGroupId", "securityGroupRuleId"]],
  [/^aws:vpc\/securityGroup(Ingress|Egress)Rule:/, ["securityGroupId", "securityGroupRuleId"]],
  [/^aws:ec2\/route:/, ["routeTableId"]],
  [/^aws:ec2\/routeTableAssociation:/, ["routeTableId", "subnetId"]],
  [/^aws:ec2\/networkAclRule:/, ["networkAclId"]],
  [/^aws:ec2\/(volumeAttachment|eipAssociation):/, ["volumeId", "instanceId", "allocationId"]],
  [/^aws:ec2\/eip:/, ["allocationId", "publicIp"]],
  [/^aws:iam\/role(Policy|PolicyAttachment|PoliciesExclusive):/, ["role", "policyArn"]],
  [/^aws:iam\/user(Policy|PolicyAttachment|GroupMembership|LoginProfile):/, ["user", "policyArn"]],
  [/^aws:iam\/accessKey:/, ["user"]],
  [/^aws:iam\/group(Policy|PolicyAttachment|Membership):/, ["group", "policyArn"]],
  [/^aws:iam\/instanceProfile:/, ["role"]],
  [/^aws:sqs\/(queuePolicy|redrivePolicy|redriveAllowPolicy):/, ["queueUrl"]],
  [/^aws:sns\/(topicPolicy|topicSubscription):/, ["topic"]],
  [/^aws:lambda\/(permission|alias|functionUrl|functionEventInvokeConfig|eventSourceMapping):/, ["function", "functionName", "functionArn"]],
  [/^aws:lambda\/function:/, ["name", "functionName"]],
  [/^aws:kms\/(alias|grant|keyPolicy):/, ["targetKeyId", "keyId", "targetKeyArn"]],
  [/^aws:kms\/key:/, ["keyId"]],
  [/^aws:rds\//, ["identifier", "clusterIdentifier", "resourceId", "clusterResourceId"]],
  [/^aws:dynamodb\/table(Item|Replica)?:/, ["tableName"]],
  [/^aws:ecs\/(service|taskSet):/, ["cluster"]],
  [/^aws:ecs\/taskDefinition:/, ["family", "arnWithoutRevision"]],
  [/^aws:elasticache\//, ["clusterId", "replicationGroupId"]],
  [/^aws:eks\/(nodeGroup|addon|fargateProfile|accessEntry):/, ["clusterName", "nodeGroupName"]],
  [/^aws:secretsmanager\/secret/, ["secretId", "secretArn"]],
  [/^aws:(alb|lb|elb)\//, ["listenerArn", "loadBalancerArn", "targetGroupArn"]],
  [/^aws:cloudwatch\/(eventTarget|eventPermission):/, ["rule"]],
  [/^aws:cloudwatch\/log/, ["logGroupName", "logGroup"]],
  [/^aws:route53\/record:/, ["zoneId", "fqdn"]],
  [/^aws:route53\/zone:/, ["zoneId"]],
  [/^aws:autoscaling\/(policy|attachment|lifecycleHook|schedule|notification):/, ["autoscalingGroupName"]],
  [/^aws:appautoscaling\//, ["resourceId"]],
  [/^aws:ecr\/(lifecyclePolicy|repositoryPolicy):/, ["repository"]],
  [/^aws:apigateway\//, ["restApi"]],
  [/^aws:apigatewayv2\//, ["apiId"]],
];

/** Types whose id is `parent:name` or `parent/name`. */
const COMPOUND_ID = /^aws:(iam\/(rolePolicy|userPolicy|groupPolicy):|ecs\/service:|eks\/(nodeGroup|addon|fargateProfile):)/;

/** The outputs that the table adds for a type; none where only the catalogue and the usual ones name it. */
export function listedOutputs(type: string): readonly string[] {
  return BY_TYPE.flatMap(([pattern, names]) => (pattern.test(type) ? names : []));
}

/** The strings by which an audit record can name the resource, most telling first. */
export function findIdentities(type: string, id: string, outputs: JsonObject): readonly string[] {
  const listed = listedOutputs(type);
  const known = listed.length > 0 ? listed : (catalogued(type)?.keys ?? []).map((key) => key.split(":")[1] ?? "");
  const named = [...USUAL, ...known].flatMap((output) => textsOf(outputs[output]));
  const parts = COMPOUND_ID.test(type) && !id.startsWith("arn:") ? id.split(/[:/]/) : [];
  return [...new Set([id, ...named, ...parts])].filter(isTelling);
}

function isTelling(text: string): boolean {
  return text.length >= SHORTEST && !GENERIC.has(text.toLowerCase()) && !REGION.test(text) && !ACCOUNT.test(text);
}

function textsOf(value: Json | undefined): readonly string[] {
  return typeof value === "string" ? [value] : [];
}
