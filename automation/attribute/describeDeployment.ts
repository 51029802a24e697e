import type { Actor } from "../../policypack/model";
import type { Candidate } from "./chooseCall";
import type { DeploymentJudge } from "./deployments";
import { roleName } from "./identify";

/** Whose deployment a call was, of this stack, of another one, or of another tool, as far as that can be told. */
export function describeDeployment({ call, deployment }: Candidate, actor: Actor, deployments: DeploymentJudge): readonly string[] {
  switch (deployment) {
    case "deployment":
      return ["by a deploy principal, during a deployment of this stack"];
    case "stray":
      return [`by a deploy principal, outside of every deployment of this stack${actor.via === "pulumi" ? "; the user agent is Pulumi's, so perhaps another stack's deployment" : ""}`];
    case "unread":
      return ["by a deploy principal; which deployments there were at that time is not known"];
    case "no":
      return otherTool({ call }, actor, deployments);
  }
}

function otherTool({ call }: Pick<Candidate, "call">, actor: Actor, deployments: DeploymentJudge): readonly string[] {
  switch (actor.via) {
    case "pulumi":
      return [pulumiSentence({ call }, deployments)];
    case "terraform":
      return ["the user agent is Terraform's, which may manage this resource as well"];
    case "cloudformation":
      return [`through CloudFormation${isCdk(roleName(call.trail.record.userIdentity)) ? ", with a role of the CDK" : ""}, which may manage this resource as well`];
    case "console":
    case "cli":
    case "sdk":
    case "service":
    case "kubernetes":
    case "unknown":
      return [];
  }
}

function pulumiSentence({ call }: Pick<Candidate, "call">, deployments: DeploymentJudge): string {
  if (!deployments.duringUpdate(call)) return "the user agent is Pulumi's, outside of the known deployments of this stack: perhaps another stack's deployment";
  return deployments.looksLikeDeployer(call)
    ? "the user agent is Pulumi's, during a deployment of this stack, in which the same caller made other calls: probably a deploy principal that is not configured"
    : "the user agent is Pulumi's, during a deployment of this stack, by a caller that is no configured deploy principal";
}

// https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
function isCdk(role: string | undefined): boolean {
  return /^cdk-[a-z0-9]+-.+-role-/.test(role ?? "");
}
