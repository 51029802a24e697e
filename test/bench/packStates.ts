import type { JsonObject } from "../../policypack/model";

const VERSION = "7.48.0";
const AT = "2026-03-01T10:00:00Z";
const PROVIDER = "pulumi:providers:aws";

interface Kind {
  readonly type: string;
  readonly inputsOf: (name: string) => JsonObject;
}

const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }] });
const queuePolicy = (name: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: `arn:aws:sqs:eu-central-1:111122223333:${name}`, Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-central-1:111122223333:orders" } } }],
  });
const tags = { app: "shop", env: "prod", team: "orders" };
const rule = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["10.0.0.0/8", "192.168.0.0/16"], description: "from inside" });

/** What most stacks are made of, as a program describes it; none of it breaks a policy. */
const KINDS: readonly Kind[] = [
  { type: "aws:sqs/queue:Queue", inputsOf: (name) => ({ name, visibilityTimeoutSeconds: 30, policy: queuePolicy(name), tags }) },
  { type: "aws:ec2/securityGroup:SecurityGroup", inputsOf: (name) => ({ name, vpcId: "vpc-1", ingress: [22, 443, 5432, 8080, 9100].map(rule), egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }], tags }) },
  { type: "aws:iam/role:Role", inputsOf: (name) => ({ name, assumeRolePolicy: trust, managedPolicyArns: [], tags }) },
  { type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", inputsOf: (bucket) => ({ bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true }) },
  { type: "aws:lambda/function:Function", inputsOf: (name) => ({ name, handler: "index.handler", runtime: "nodejs22.x", role: `arn:aws:iam::111122223333:role/${name}`, environment: { variables: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`SETTING_${index}`, `value of ${index}`])) }, tags }) },
  { type: "aws:dynamodb/table:Table", inputsOf: (name) => ({ name, attributes: [{ name: "id", type: "S" }], hashKey: "id", billingMode: "PAY_PER_REQUEST", deletionProtectionEnabled: true, tags }) },
  { type: "aws:ssm/parameter:Parameter", inputsOf: (name) => ({ name: `/shop/${name}`, type: "String", value: "on", tags }) },
  { type: "aws:cloudwatch/logGroup:LogGroup", inputsOf: (name) => ({ name, retentionInDays: 30, tags }) },
];

export interface GeneratedResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs: JsonObject;
}

export function generateResources(count: number): readonly GeneratedResource[] {
  return Array.from({ length: count }, (_, index) => {
    const { type, inputsOf } = KINDS[index % KINDS.length] ?? { type: PROVIDER, inputsOf: () => ({}) };
    return { urn: `urn:pulumi:prod::shop::${type}::r${index}`, type, inputs: inputsOf(`r${index}`) };
  });
}

/** What `pulumi stack export` would write of a stack of these resources. */
export function stateOf(resources: readonly GeneratedResource[]): string {
  const root = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod";
  const provider = `urn:pulumi:prod::shop::${PROVIDER}::default`;
  const since = { created: AT, modified: AT };
  const deployment = {
    manifest: { time: AT, magic: "", version: "" },
    resources: [
      { urn: root, custom: false, type: "pulumi:pulumi:Stack", ...since },
      { urn: provider, custom: true, id: "p-1", type: PROVIDER, inputs: { region: "eu-central-1", version: VERSION }, outputs: { region: "eu-central-1", version: VERSION }, ...since },
      ...resources.map(({ urn, type, inputs }, index) => ({ urn, custom: true, id: `id-${index}`, type, inputs, outputs: inputs, parent: root, provider: `${provider}::p-1`, ...since })),
    ],
  };
  return JSON.stringify({ version: 3, deployment });
}
