import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const stack = pulumi.getStack();
const config = new pulumi.Config("shop");
const tags = { app: "shop", env: stack };

const release = config.get("release") ?? "1";
const assets = new aws.s3.Bucket("assets", { bucket: `acme-shop-${stack}-assets`, tags: { ...tags, release } });
new aws.s3.BucketVersioning("assets", { bucket: assets.id, versioningConfiguration: { status: "Enabled" } });
new aws.s3.BucketPolicy("assets", {
  bucket: assets.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "DenyPlainHttp",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [assets.arn, pulumi.interpolate`${assets.arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  }),
});

new aws.ec2.SecurityGroup("web", {
  name: `shop-${stack}-web`,
  description: "Web servers of the shop",
  ingress: [
    { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"], description: "from the load balancer" },
    { protocol: "tcp", fromPort: 9100, toPort: 9100, cidrBlocks: ["10.20.0.0/16"], description: "metrics" },
  ],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  tags,
});

new aws.iam.Role("app", {
  name: `shop-${stack}-app`,
  description: "The shop's servers",
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
  tags,
});

new aws.sqs.Queue("orders", {
  name: `shop-${stack}-orders`,
  visibilityTimeoutSeconds: config.getNumber("ordersVisibilityTimeout") ?? 30,
  messageRetentionSeconds: config.getNumber("ordersRetention") ?? 345_600,
  tags,
});

new aws.ssm.Parameter("db-password", {
  name: `/shop/${stack}/db-password`,
  type: "SecureString",
  value: config.requireSecret("dbPassword"),
});
