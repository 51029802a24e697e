import type { ResourceValidationPolicy } from "@pulumi/policy";
import { nist } from "./standards";
import { reportOff, turnOn, type Switch } from "./switches";

const TRAIL = "aws:cloudtrail/trail:Trail";

const SWITCHES: readonly Switch[] = [
  { property: "enableLogging", on: true, onByDefault: true, off: "enableLogging is off: the trail records nothing, and nobody can be named for what happens meanwhile." },
  { property: "enableLogFileValidation", on: true, off: "enableLogFileValidation is off: a log file that somebody has changed or deleted cannot be told from a whole one." },
];

/** Both are turned on in place. */
export function awsCloudtrailTrailOff(): ResourceValidationPolicy {
  return {
    name: "aws-cloudtrail-trail-off",
    displayName: "Trails record, and their files can be validated",
    description: "Reports trails that are stopped, or whose log files are not validated.",
    enforcementLevel: "advisory",
    severity: "high",
    framework: nist("AU-9", "Protection of Audit Information"),
    tags: ["guardrail", "audit"],
    remediationSteps: "Set enableLogging and enableLogFileValidation; at level remediate that is done.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
    remediateResource: (args) => (args.type === TRAIL ? turnOn(args, SWITCHES) : undefined),
    validateResource: (args, reportViolation) => {
      if (args.type === TRAIL) reportOff(args, SWITCHES, reportViolation);
    },
  };
}
