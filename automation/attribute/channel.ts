import type { Channel } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";

export interface Via {
  readonly via: Channel;
  readonly viaBasis: "credential" | "user-agent";
}

// The order decides: a Pulumi or Terraform provider is an SDK too.
const AGENTS: readonly (readonly [RegExp, Channel])[] = [
  [/Pulumi/i, "pulumi"],
  [/Terraform|OpenTofu|HashiCorp/i, "terraform"],
  [/^cloudformation\.amazonaws\.com$/i, "cloudformation"],
  [/^(AWS Internal|AWS-Internal|signin\.amazonaws\.com|Mozilla\/|S3Console|.*Console.*)|^console\.[\w.-]*amazonaws\.com/i, "console"],
  [/^aws-cli\//i, "cli"],
  // `elbv2.k8s.aws/…`, `aws-controllers-k8s/…`; the others' own names, which stand after the SDK's.
  [/kubectl|kubernetes|\bk8s\b|\bkarpenter\.sh\b|\bExternalDNS\/|\bcert-manager\b/i, "kubernetes"],
  [/^[\w-]+\.amazonaws\.com$/i, "service"],
  [/^(Boto3|Botocore|aws-sdk|aws-internal|m\/|APN\/|exec-env)|aws-sdk-|lib\/|^PowerShell|^AWSPowerShell/i, "sdk"],
];

/** How the call came: by what the credential or the calling service proves, else by what the user agent claims. */
export function channelOf(record: CloudTrailRecord): Via {
  const { invokedBy } = record.userIdentity;
  if (invokedBy !== undefined && invokedBy !== "") {
    if (/^AWS Internal$/i.test(invokedBy)) return { via: "console", viaBasis: "credential" };
    return { via: invokedBy === "cloudformation.amazonaws.com" ? "cloudformation" : "service", viaBasis: "credential" };
  }
  if (record.sessionCredentialFromConsole === "true") return { via: "console", viaBasis: "credential" };
  // S3 puts user agents in brackets.
  const agent = (record.userAgent ?? "").replace(/^\[(.*)\]$/, "$1");
  return { via: AGENTS.find(([pattern]) => pattern.test(agent))?.[1] ?? "unknown", viaBasis: "user-agent" };
}
