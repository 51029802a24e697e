import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { scannerPolicy } from "./scannerPolicy";

// A nightly over a large estate takes longer than the default hour.
const FOUR_HOURS = 4 * 60 * 60;

const config = new pulumi.Config("whodrift");

const scanner = new aws.iam.Role("scanner", {
  name: "whodrift-scan",
  description: "Used by whodrift's nightly scan: configuration and audit trail, nothing else",
  maxSessionDuration: FOUR_HOURS,
  assumeRolePolicy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: config.requireObject<string[]>("trustedPrincipals") },
        Action: "sts:AssumeRole",
      },
    ],
  }),
});

new aws.iam.RolePolicy("scanner", { name: "read-only", role: scanner.name, policy: scannerPolicy() });

/** ARN of the role that a scan assumes. */
export const scannerRoleArn = scanner.arn;
