import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { scannerPolicy } from "./scannerPolicy";
import { parseTrustedPrincipals } from "./trustedPrincipals";

// A nightly scan of a large estate takes longer than the default hour.
const FOUR_HOURS = 4 * 60 * 60;

const principals = parseTrustedPrincipals(new pulumi.Config("whodrift").get("trustedPrincipals"));
if (principals === undefined) {
  throw new pulumi.RunError(
    "whodrift:trustedPrincipals must list who may assume the scanner's role, as ARNs of roles or users, and nothing else. Type:\n" +
      "  pulumi config set --path 'whodrift:trustedPrincipals[0]' arn:aws:iam::<account>:role/<the role of your CI>",
  );
}

const scanner = new aws.iam.Role("scanner", {
  name: "whodrift-scan",
  description: "Used by whodrift's nightly scan: reads configuration and the audit trail, nothing else",
  maxSessionDuration: FOUR_HOURS,
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: principals }, Action: "sts:AssumeRole" }],
  }),
});

new aws.iam.RolePolicy("scanner", { name: "read-only", role: scanner.name, policy: scannerPolicy() });

/** ARN of the role that a scan assumes. */
export const scannerRoleArn = scanner.arn;
