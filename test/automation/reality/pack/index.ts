import { PolicyPack } from "@pulumi/policy";

/** A team's rules, some of which the estate breaks from the beginning, and one that repeats what it should not. */
new PolicyPack("house", {
  policies: [
    {
      name: "no-open-ssh",
      description: "SSH is for the inner network.",
      enforcementLevel: "mandatory",
      severity: "critical",
      validateResource: ({ type, props }, reportViolation) => {
        if (type === "aws:ec2/securityGroup:SecurityGroup" && /"fromPort":22\b/.test(JSON.stringify(props["ingress"]))) reportViolation("port 22 is open");
      },
    },
    {
      name: "short-visibility",
      description: "Work that failed is tried again soon.",
      enforcementLevel: "advisory",
      validateResource: ({ type, props }, reportViolation) => {
        if (type === "aws:sqs/queue:Queue" && Number(props["visibilityTimeoutSeconds"]) > 120) reportViolation(`not for ${String(props["visibilityTimeoutSeconds"])} s`);
      },
    },
    {
      name: "queues-are-encrypted",
      description: "Queues have a key of their own.",
      enforcementLevel: "mandatory",
      validateResource: ({ type, props }, reportViolation) => {
        if (type === "aws:sqs/queue:Queue" && props["kmsMasterKeyId"] === undefined) reportViolation("it has none");
      },
    },
    {
      name: "long-passwords",
      description: "Passwords are long.",
      enforcementLevel: "mandatory",
      validateResource: ({ type, props }, reportViolation) => {
        if (type === "aws:ssm/parameter:Parameter") reportViolation(`${String(props["value"])} is too short`);
      },
    },
    {
      name: "versions-are-kept",
      description: "Buckets keep versions.",
      enforcementLevel: "remediate",
      remediateResource: ({ type, props }) => (type === "aws:s3/bucketVersioning:BucketVersioning" && JSON.stringify(props).includes("Suspended") ? { ...props, versioningConfiguration: { status: "Enabled" } } : undefined),
    },
    {
      name: "mail-is-queued",
      description: "The platform has a queue for mail.",
      enforcementLevel: "mandatory",
      validateStack: ({ resources }, reportViolation) => {
        if (resources.some(({ name }) => name === "jobs-2") && !resources.some(({ name }) => name === "mail")) reportViolation("there is none");
      },
    },
  ],
});
