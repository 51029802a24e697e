import * as aws from "@pulumi/aws";

/** The second project of the estate. It runs inline, so that programs of both kinds are there. */
export function platform(): Promise<void> {
  const logs = new aws.s3.Bucket("logs", { bucket: "acme-platform-logs", tags: { app: "platform" } });
  new aws.s3.BucketVersioning("logs", { bucket: logs.id, versioningConfiguration: { status: "Enabled" } });

  new aws.sqs.Queue("jobs", { name: "platform-jobs", visibilityTimeoutSeconds: 60 });
  // Named almost like the queue above, and touched on the same night.
  new aws.sqs.Queue("jobs-2", { name: "platform-jobs-2", visibilityTimeoutSeconds: 60 });
  new aws.sqs.Queue("mail", { name: "platform-mail", visibilityTimeoutSeconds: 60 });

  new aws.iam.Role("ci", {
    name: "platform-ci",
    description: "Builds and publishes images",
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
    tags: { app: "platform" },
  });
  return Promise.resolve();
}
