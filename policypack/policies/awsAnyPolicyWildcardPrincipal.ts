import type { ReportViolation, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { letsEverybodyIn } from "../exposure/policyGrants";
import { partOf, pick } from "./parts";
import { nist } from "./standards";

/** Where resources say who may use them. Bucket policies are aws-s3-bucket-public's; VPC endpoints let everybody inside in by design. */
const POLICIES: ReadonlyMap<string, string> = new Map([
  ...[
    "aws:backup/vaultPolicy:VaultPolicy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "aws:dynamodb/resourcePolicy:ResourcePolicy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "aws:kinesis/resourcePolicy:ResourcePolicy",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:sns/topic:Topic",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sqs/queue:Queue",
    "aws:sqs/queuePolicy:QueuePolicy",
  ].map((type) => [type, "policy"] as const),
  ["aws:elasticsearch/domain:Domain", "accessPolicies"],
  ["aws:elasticsearch/domainPolicy:DomainPolicy", "accessPolicies"],
  ["aws:opensearch/domain:Domain", "accessPolicies"],
  ["aws:opensearch/domainPolicy:DomainPolicy", "accessPolicies"],
  ["aws:iam/role:Role", "assumeRolePolicy"],
]);
const PERMISSION = "aws:lambda/permission:Permission";

/** No remediation: who is meant instead of everybody only the program's author knows. */
export function awsAnyPolicyWildcardPrincipal(): ResourceValidationPolicy {
  return {
    name: "aws-any-policy-wildcard-principal",
    displayName: "No resource's policy lets everybody in",
    description: "Reports policies of queues, topics, keys, secrets, roles and the like that allow the principal * without a condition that bounds who that is.",
    enforcementLevel: "advisory",
    severity: "critical",
    framework: nist("AC-3", "Access Enforcement"),
    tags: ["guardrail", "access"],
    remediationSteps: "Name the accounts, roles or services; or bound them by a condition, such as aws:PrincipalOrgID, aws:SourceAccount or aws:SourceArn.",
    url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
    validateResource: (args, reportViolation) => {
      const property = POLICIES.get(args.type);
      if (property !== undefined) judgePolicy(args, property, reportViolation);
      else if (args.type === PERMISSION) judgePermission(args, reportViolation);
    },
  };
}

function judgePolicy({ props }: ResourceValidationArgs, property: string, reportViolation: ReportViolation): void {
  if (letsEverybodyIn(pick(props, property)[property])) {
    reportViolation(`${property} lets everybody in: a statement allows the principal * without a condition that bounds who that is.`);
  }
}

/** A statement of a function's policy. The principal first: of a service's permission the rest may stay unknown. */
function judgePermission({ props }: ResourceValidationArgs, reportViolation: ReportViolation): void {
  if (partOf(props, "principal") !== "*") return;
  const bounds = pick(props, "sourceArn", "sourceAccount", "principalOrgId");
  if (Object.values(bounds).every((bound) => bound === null || bound === "")) {
    reportViolation("principal is *, and neither sourceArn, sourceAccount nor principalOrgId bounds who that is: everybody may call the function.");
  }
}
