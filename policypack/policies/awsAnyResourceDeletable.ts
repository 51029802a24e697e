import type { ResourceValidationPolicy } from "@pulumi/policy";
import { nist } from "./standards";
import { reportOff, turnOn, type Switch } from "./switches";

const PROPERTIES: ReadonlyMap<string, readonly Switch[]> = new Map([
  ...[
    "aws:docdb/cluster:Cluster",
    "aws:docdb/globalCluster:GlobalCluster",
    "aws:neptune/cluster:Cluster",
    "aws:neptune/globalCluster:GlobalCluster",
    "aws:rds/cluster:Cluster",
    "aws:rds/globalCluster:GlobalCluster",
    "aws:rds/instance:Instance",
  ].map((type) => [type, protection("deletionProtection")] as const),
  ...["aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"].map((type) => [type, protection("deletionProtectionEnabled")] as const),
  ...["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"].map((type) => [type, protection("enableDeletionProtection")] as const),
  ["aws:cognito/userPool:UserPool", protection("deletionProtection", "ACTIVE")],
]);

/** All of these are turned on in place. A later `destroy` is refused by AWS until the program turns them off. */
export function awsAnyResourceDeletable(): ResourceValidationPolicy {
  return {
    name: "aws-any-resource-deletable",
    displayName: "What keeps data or takes traffic is protected from deletion",
    description: "Reports databases, tables, user pools and load balancers whose deletion protection is off.",
    enforcementLevel: "advisory",
    severity: "medium",
    framework: nist("CP-9", "System Backup"),
    tags: ["guardrail", "deletion"],
    remediationSteps: "Turn deletion protection on; at level remediate that is done. Stacks that come and go are better left at advisory, or disabled: AWS refuses to delete what is protected.",
    url: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html#USER_DeleteInstance.DeletionProtection",
    remediateResource: (args) => turnOn(args, PROPERTIES.get(args.type) ?? []),
    validateResource: (args, reportViolation) => {
      reportOff(args, PROPERTIES.get(args.type) ?? [], reportViolation);
    },
  };
}

function protection(property: string, on: Switch["on"] = true): readonly Switch[] {
  return [{ property, on, off: `${property} is off: one call deletes it, with what it holds.` }];
}
