import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { scannerPolicy } from "./scannerPolicy";
import { parseScannerSettings } from "./scannerSettings";
import { parseTrustedPrincipals } from "./trustedPrincipals";

// A nightly scan of a large estate takes longer than the default hour.
const FOUR_HOURS = 4 * 60 * 60;

const config = new pulumi.Config("whodrift");
const principals = parseTrustedPrincipals(config.get("trustedPrincipals"));
if (principals === undefined) {
  throw new pulumi.RunError(
    "whodrift:trustedPrincipals must list who may assume the scanner's role, as ARNs of roles or users, and nothing else. Type:\n" +
      "  pulumi config set --path 'whodrift:trustedPrincipals[0]' arn:aws:iam::<account>:role/<the role of your CI>",
  );
}

const settings = parseScannerSettings(config.get("scanner"));
if ("wrong" in settings) throw new pulumi.RunError(settings.wrong);

const scanner = new aws.iam.Role("scanner", {
  name: "whodrift-scan",
  description: "Used by whodrift's nightly scan: reads configuration and the audit trail, nothing else",
  maxSessionDuration: FOUR_HOURS,
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: principals }, Action: "sts:AssumeRole" }],
  }),
});

// aws, aws-cn or aws-us-gov.
const partition = scanner.arn.apply((arn) => arn.split(":")[1] ?? "aws");

new aws.iam.RolePolicy("scanner", { name: "read-only", role: scanner.name, policy: partition.apply((of) => scannerPolicy(settings, of)) });

// AWS keeps this one up to date, and made it for configuration: it lacks many of the provider's calls (whodrift says which
// resources it could not read, and by which call), where ReadOnlyAccess would read objects, queues and logs, and a list
// of denials would have to keep pace with every service. ViewOnlyAccess lists, and describes next to nothing.
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/SecurityAudit.html
if (settings.securityAudit === true) {
  new aws.iam.RolePolicyAttachment("security-audit", { role: scanner.name, policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/SecurityAudit` });
}

/** ARN of the role that a scan assumes. */
export const scannerRoleArn = scanner.arn;
