import type { Channel } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";

export interface Via {
  readonly via: Channel;
  readonly viaBasis: "credential" | "user-agent";
}

// The order decides: a Pulumi or Terraform provider is an SDK too.
const AGENTS: readonly (readonly [RegExp, Channel])[] = [
  [/\bPulumi\b/i, "pulumi"],
  // HashiCorp's other tools (Packer, Vault) call themselves HashiCorp too.
  [/\b(Terraform|OpenTofu)\b/i, "terraform"],
  [/\baws-cdk\b/i, "cdk"],
  [/^cloudformation\.amazonaws\.com$/i, "cloudformation"],
  [/^(AWS[ -]Internal|AWS Signin|signin\.amazonaws\.com|Mozilla\b|S3Console\b|AWS[ -]?Console\b)|^console\.[\w.-]*amazonaws\.com/i, "console"],
  [/^aws-cli\//i, "cli"],
  // `elbv2.k8s.aws/…`, `aws-controllers-k8s/…`; the others' own names, which stand after the SDK's.
  [/kubectl|kubernetes|\bk8s\b|\bkarpenter\.sh\b|\bExternalDNS\/|\bcert-manager\b|\bcrossplane\b/i, "kubernetes"],
  [/^[\w-]+(\.[\w-]+)*\.amazonaws\.com$/i, "service"],
  [/^(Boto3|Botocore|aws-sdk|aws-internal|m\/|APN\/|exec-env)|aws-sdk-|lib\/|^PowerShell|^AWSPowerShell/i, "sdk"],
];

/** How the call came: by what the credential or the calling service proves, else by what the user agent claims. */
export function channelOf(record: CloudTrailRecord): Via {
  const { invokedBy } = record.userIdentity;
  if (isSignIn(invokedBy)) return { via: "console", viaBasis: "credential" };
  const service = invokedBy !== undefined && invokedBy !== "" && !isInternal(invokedBy);
  // A service on behalf of somebody at the console: the service made this call.
  if (service) return { via: invokedBy === "cloudformation.amazonaws.com" ? "cloudformation" : "service", viaBasis: "credential" };
  if (isFromConsole(record)) return { via: "console", viaBasis: "credential" };
  if (isInternal(invokedBy)) return { via: "service", viaBasis: "credential" };
  // S3 puts user agents in brackets.
  const agent = (record.userAgent ?? "").replace(/^\[(.*)\]$/, "$1");
  return { via: AGENTS.find(([pattern]) => pattern.test(agent))?.[1] ?? "unknown", viaBasis: "user-agent" };
}

/** Proven by AWS, not by the user agent: somebody sat at the console, maybe with a service in between. */
export function isFromConsole({ sessionCredentialFromConsole, eventType, userIdentity }: CloudTrailRecord): boolean {
  return sessionCredentialFromConsole === "true" || eventType === "AwsConsoleAction" || eventType === "AwsConsoleSignIn" || isSignIn(userIdentity.invokedBy);
}

function isSignIn(invokedBy: string | undefined): boolean {
  return invokedBy === "signin.amazonaws.com";
}

/** A part of AWS that does not give its name. */
function isInternal(invokedBy: string | undefined): boolean {
  return invokedBy?.toLowerCase() === "aws internal";
}
