import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { partOf } from "./parts";
import { nist } from "./standards";

const INSTANCE = "aws:ec2/instance:Instance";
/** Only a replacement changes the options of the others, and a guardrail replaces nothing. */
const CHANGED_IN_PLACE: ReadonlySet<string> = new Set([INSTANCE, "aws:ec2/launchTemplate:LaunchTemplate"]);
const TYPES: ReadonlySet<string> = new Set([...CHANGED_IN_PLACE, "aws:ec2/launchConfiguration:LaunchConfiguration", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"]);

export function awsEc2InstanceImdsv1(): ResourceValidationPolicy {
  return {
    name: "aws-ec2-instance-imdsv1",
    displayName: "Instances hand out credentials by IMDSv2 only",
    description: "Reports instances and launch templates whose metadata service answers without a session token (IMDSv1).",
    enforcementLevel: "advisory",
    severity: "high",
    framework: nist("AC-3", "Access Enforcement"),
    tags: ["guardrail", "compute"],
    remediationSteps: "Set metadataOptions.httpTokens to required, when the software on the instance knows IMDSv2; at level remediate that is done for instances and launch templates, in place.",
    url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
    remediateResource: (args) => {
      if (!CHANGED_IN_PLACE.has(args.type) || !answersWithoutToken(args)) return undefined;
      const options = partOf(args.props, "metadataOptions");
      // Beside an endpoint that is not said to be enabled some versions of the provider do not send the tokens.
      const required = { httpEndpoint: "enabled", httpTokens: "required" };
      if (typeof options !== "object" || options === null || Array.isArray(options)) Reflect.set(args.props, "metadataOptions", required);
      else for (const [name, value] of Object.entries(required)) Reflect.set(options, name, value);
      return args.props;
    },
    validateResource: (args, reportViolation) => {
      if (TYPES.has(args.type) && answersWithoutToken(args)) {
        reportViolation("metadataOptions.httpTokens is not required: whoever makes the instance fetch a URL (SSRF) can read its role's credentials.");
      }
    },
  };
}

/** What an instance does not say its launch template does, which is judged itself. */
function answersWithoutToken({ type, props }: ResourceValidationArgs): boolean {
  const options = partOf(props, "metadataOptions") ?? undefined;
  if (options === undefined && type === INSTANCE && Object.hasOwn(props, "launchTemplate")) return false;
  return partOf(options, "httpTokens") !== "required" && partOf(options, "httpEndpoint") !== "disabled";
}
