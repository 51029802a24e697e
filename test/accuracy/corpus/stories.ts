import { claimed, derived, machine, person, proven, roleOnly, service, workload, type Actor, type Label, type Labelled, type Told } from "../label";

// Records of our own, in full shapes: `people.ndjson`, `deployments.ndjson`, `writers.ndjson`.
const PROD = "111122223333";
const on = (type: string, ...identities: readonly string[]): Labelled => ({ type, account: PROD, region: "eu-west-1", identities });
const queue = (name: string) => on("aws:sqs/queue:Queue", `https://sqs.eu-west-1.amazonaws.com/${PROD}/${name}`, `arn:aws:sqs:eu-west-1:${PROD}:${name}`, name);
const group = (number: number) => on("aws:ec2/securityGroup:SecurityGroup", `sg-0d0d0d0d0d0d0000${number}`);
const versioning = (bucket: string) => on("aws:s3/bucketVersioning:BucketVersioning", bucket, `arn:aws:s3:::${bucket}`);
const lambda = (name: string) => on("aws:lambda/function:Function", name, `arn:aws:lambda:eu-west-1:${PROD}:function:${name}`);
const ecsService = (name: string) => on("aws:ecs/service:Service", `arn:aws:ecs:eu-west-1:${PROD}:service/shop/${name}`, name);

const gone: Told = { path: "" };
const suspended: Told = { path: "versioningConfiguration.status", expected: "Enabled", actual: "Suspended" };
const open = (port: number, ...cidrBlocks: readonly string[]): Told => ({ path: "ingress[0]", actual: { protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [...cidrBlocks] } });

export const deployer = `arn:aws:iam::${PROD}:role/pulumi-deploy`;
const deployment: Actor = ["iac", "pulumi-deploy", "unresolved"];
const succeeded = [{ kind: "update", from: "2026-03-10T10:00:00Z", to: "2026-03-10T10:10:00Z", result: "succeeded" as const }];
const failed = succeeded.map((update) => ({ ...update, result: "failed" as const }));

export const people: readonly Label[] = [
  { what: "a role of another account, assumed with a source identity", resource: group(1), change: open(22, "198.51.100.7/32"), truth: proven("8a177ef6-583f-5a9e-84c6-7efdb221d19c", person("dana")) },
  { what: "a source identity whose session was opened out of sight", resource: queue("invoices"), change: { path: "visibilityTimeoutSeconds", expected: 30, actual: 120 }, truth: proven("cda92eba-1218-5a88-97b7-ca2f4add3d75", claimed("erin@example.com")) },
  { what: "a user of Identity Center, by trusted identity propagation", resource: on("aws:cloudwatch/logGroup:LogGroup", "/shop/orders"), change: { path: "retentionInDays", expected: 90, actual: 1 }, truth: proven("b0579feb-b9b0-5621-b416-1cb17e740f13", person("c2a5f4e4-40d1-70f3-8c1f-9d2f3c1f0a11")) },
  { what: "a workflow of GitHub", resource: ecsService("web"), change: { path: "desiredCount", expected: 3, actual: 12 }, truth: proven("e30f56e1-815e-59aa-8cc6-258054fd8d84", workload("repo:acme/shop:ref:refs/heads/main")) },
  { what: "a service account of Kubernetes, by the federation data alone", resource: group(2), change: open(8443, "10.0.0.0/16"), truth: proven("7ba35571-f3f5-5ed3-9b7a-87ac09b81bea", workload("system:serviceaccount:kube-system:aws-load-balancer-controller")) },
  { what: "a pipeline of GitLab", resource: on("aws:cloudwatch/eventRule:EventRule", "nightly-report"), change: { path: "state", expected: "ENABLED", actual: "DISABLED" }, truth: derived("2881e0fa-ab6a-5f50-90a0-998cffef8dac", workload("project_path:acme/infra:ref_type:branch:ref:main")) },
  { what: "a person by SAML", resource: on("aws:kms/key:Key", "11111111-2222-3333-4444-555555555501", `arn:aws:kms:eu-west-1:${PROD}:key/11111111-2222-3333-4444-555555555501`), change: { path: "isEnabled", expected: true, actual: false }, truth: derived("cecf4d45-e806-54df-bd9c-f50c9bbd1cf8", person("hana@example.com")) },
  { what: "a person behind two roles in three accounts", resource: { ...on("aws:rds/instance:Instance", "ledger"), account: "777788889999" }, change: { path: "publiclyAccessible", expected: false, actual: true }, truth: proven("c739de22-a5ae-58c5-984d-532cbac87185", person("ivan@example.com")) },
  { what: "the application's autoscaler", resource: ecsService("api"), change: { path: "desiredCount", expected: 2, actual: 7 }, truth: proven("20e36429-07f2-5830-a6e3-1f1bb350d630", service("ecs.application-autoscaling.amazonaws.com")) },
  { what: "an instance that a fleet took out of its group", resource: on("aws:ec2/instance:Instance", "i-0c0c0c0c0c0c00009"), change: gone, truth: proven("71aaa09e-67c0-5d42-ad8a-47eb9c211c4c", service("ec2fleet.amazonaws.com")) },
  { what: "an instance that its group terminated", resource: on("aws:ec2/instance:Instance", "i-0c0c0c0c0c0c00001"), change: gone, truth: proven("dde55574-bb5e-5ba9-9732-9f90e5eaf8d4", service("autoscaling.amazonaws.com")) },
  { what: "a person through CloudFormation", resource: on("aws:sns/topic:Topic", `arn:aws:sns:eu-west-1:${PROD}:alerts`, "alerts"), change: { path: "displayName", expected: "Alerts", actual: "Alerts (old)" }, truth: proven("005d74e2-ea7d-59bb-a863-ed4c006f6d79", person("carol")) },
  { what: "CloudFormation's own role", resource: lambda("resize"), change: { path: "memorySize", expected: 128, actual: 1024 }, truth: proven("377a0dab-9310-53ac-a0e7-556098864d0c", machine("cfn-exec")) },
  { what: "Terraform, in a session that its SDK named", resource: versioning("acme-media"), change: suspended, truth: proven("a5c49f5d-db1c-555d-adc3-06d5c5418930", roleOnly("terraform-ci")) },
  { what: "root at the console", resource: on("aws:iam/userPolicyAttachment:UserPolicyAttachment", "auditor-20260101", "auditor/arn:aws:iam::aws:policy/SecurityAudit", "auditor"), change: gone, truth: proven("bee889bb-d2dd-5a78-9592-3d76f681a808", person("root")) },
  { what: "a user of Identity Center at the console", resource: on("aws:iam/role:Role", "partner", `arn:aws:iam::${PROD}:role/partner`), change: { path: "assumeRolePolicy", expected: "{}", actual: JSON.stringify({ Version: "2012-10-17", Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { AWS: "arn:aws:iam::777788889999:root" } }] }) }, truth: proven("3c3abe41-eb81-54d4-8a62-c531a1b8a8bf", person("jo@example.com")) },
];

export const deployments: readonly Label[] = [
  { what: "the stack's own deployment", resource: versioning("acme-deployed"), change: suspended, updates: succeeded, truth: proven("06d3518a-0e37-5e4d-8e13-23a39bac59e0", deployment) },
  { what: "the deploy role hours after the deployment", resource: versioning("acme-stray"), change: suspended, updates: succeeded, truth: proven("34e5e10f-74e4-59b8-a69f-fa1d4a04a838", machine("pulumi-deploy")) },
  { what: "a person, though a failed deployment set it as well", resource: versioning("acme-retried"), change: suspended, updates: failed, truth: proven("4eaa6c6b-d2b5-5d3f-b307-35baf612f577", person("alice")) },
  { what: "a role of almost the deploy role's name, in the window", resource: versioning("acme-other"), change: suspended, updates: succeeded, truth: proven("d72ac33b-3d54-5045-ad1b-60d18cf15d0a", machine("pulumi-deploy-2")) },
  { what: "a person after the deployment", resource: queue("emails"), change: { path: "visibilityTimeoutSeconds", expected: 30, actual: 90 }, updates: succeeded, truth: proven("c3451cd5-1547-5f9b-a821-bb7f3cf14aa1", person("bob")) },
  { what: "a person over what the deployment had set", resource: { ...queue("mails"), modified: "2026-03-10T10:02:45.500Z" }, change: { path: "visibilityTimeoutSeconds", expected: 30, actual: 300 }, updates: succeeded, truth: proven("323f6201-1494-592e-adb4-198780634b00", person("carol")) },
  { what: "a person whose user agent says Pulumi", resource: group(3), change: open(3389, "0.0.0.0/0"), updates: succeeded, truth: proven("ad9c8bd2-ce37-52c7-bb74-81c3a7c681aa", person("mallory@example.com")) },
  { what: "another setting of a queue that was deployed and changed", resource: queue("emails"), change: { path: "messageRetentionSeconds", expected: 60, actual: 120 }, updates: succeeded },
];

const orders: Labelled = { ...on("aws:rds/instance:Instance", "orders", `arn:aws:rds:eu-west-1:${PROD}:db:orders`), modified: "2026-03-17T10:02:05Z" };
const onlyOffice = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["192.0.2.0/24"] };

export const writers: readonly Label[] = [
  { what: "the last of three who set it", resource: versioning("acme-history"), change: suspended, truth: proven("be39957b-01a4-5fa1-a912-8d104a3436a7", person("carol")) },
  { what: "the first of three, where the scan came before the others", resource: versioning("acme-history"), change: suspended, scannedAt: "2026-03-11T02:30:00Z", truth: proven("52714601-b4cd-5f2f-9622-2cded5c45c57", person("alice")) },
  { what: "a bucket of the name of an earlier one", resource: { ...versioning("acme-history"), created: "2026-03-12T00:00:00Z" }, change: suspended },
  { what: "a value that was set and set back", resource: queue("undone"), change: { path: "visibilityTimeoutSeconds", expected: 30, actual: 45 } },
  { what: "another setting of a queue that was changed back", resource: queue("undone"), change: { path: "delaySeconds", expected: 0, actual: 5 } },
  { what: "one function's memory", resource: lambda("thumbs"), change: { path: "memorySize", expected: 256, actual: 512 }, beside: [{ path: "timeout", expected: 15, actual: 60 }], truth: proven("8c29be1e-4b72-5921-a1aa-3f97fa1dc4ab", person("alice")) },
  { what: "the same function's time", resource: lambda("thumbs"), change: { path: "timeout", expected: 15, actual: 60 }, beside: [{ path: "memorySize", expected: 256, actual: 512 }], truth: proven("dfbd90fe-0d29-576f-8cf0-dbcad4d7ea33", person("bob")) },
  { what: "the second of two who gave memory", resource: lambda("cards"), change: { path: "memorySize", expected: 256, actual: 1024 }, truth: proven("8aa55035-112f-5874-9065-1a1aafe22fc4", person("alice")) },
  { what: "the first, for what the second left alone", resource: lambda("cards"), change: { path: "timeout", expected: 15, actual: 120 }, truth: proven("f54f2825-c097-5f70-84f2-fce6b4672da7", person("carol")) },
  { what: "a function's handler, where two changed other settings", resource: lambda("cards"), change: { path: "handler", expected: "a.b", actual: "c.d" } },
  { what: "the rule that stayed of several", resource: group(4), change: { path: "ingress[0]", actual: onlyOffice }, truth: proven("878be92f-3ecb-5e07-8156-b8309033f706", person("bob")) },
  { what: "the rule that was closed", resource: group(4), change: { path: "ingress[0]", expected: { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] } }, truth: proven("5b02d5bd-d1d9-5364-9603-788ed75c9ff0", person("carol")) },
  { what: "who succeeded where another was denied", resource: group(5), change: open(5432, "0.0.0.0/0"), truth: proven("9c93cc9c-e2dc-5e55-a872-b98e9b5a2f89", person("alice")) },
  { what: "a group that was only read, and opened in a dry run", resource: group(6), change: open(25, "0.0.0.0/0") },
  { what: "a database, a week and a deployment later", resource: orders, change: { path: "deletionProtection", expected: true, actual: false }, scannedAt: "2026-03-18T02:00:00Z", truth: proven("06d0e447-3756-58f3-8f1f-a5b669e56291", person("alice")) },
  { what: "its class, which nobody touched in that week", resource: orders, change: { path: "instanceClass", expected: "db.t4g.medium", actual: "db.t4g.large" } },
  { what: "a tag of it that nobody touched", resource: orders, change: { path: "tags.team", expected: "a", actual: "b" } },
  { what: "the database itself, which was only changed", resource: orders, change: gone },
  { what: "a bucket's versioning, four policies later", resource: versioning("acme-late"), change: suspended, truth: proven("5b768336-cc76-598c-a6fb-31d9563b743f", person("alice")) },
  { what: "the bucket's access list, which nobody touched", resource: on("aws:s3/bucketAcl:BucketAcl", "acme-late"), change: { path: "acl", expected: "private", actual: "public-read" } },
  { what: "one of two who wrote in one second", resource: queue("twins"), change: { path: "delaySeconds", expected: 0, actual: 7 }, truth: proven("9621eef2-c068-5ba9-baaa-0133731d6e55", person("alice")) },
  { what: "the other of the two", resource: queue("twins"), change: { path: "visibilityTimeoutSeconds", expected: 30, actual: 77 }, truth: proven("fe869696-2d58-548b-997b-db6b85849aa8", person("bob")) },
  { what: "whose value stayed of two who set one setting in one second", resource: queue("rivals"), change: { path: "delaySeconds", expected: 0, actual: 9 }, truth: derived("de193c8f-9d7b-57a5-a315-e6c2f5314be3", person("bob")) },
  { what: "a hidden value, set before Pulumi wrote it last", resource: { ...on("aws:ssm/parameter:Parameter", "/shop/flags"), modified: "2026-03-21T00:00:00Z" }, change: { path: "value", expected: "a", actual: "b" } },
];

const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:${PROD}:${rest}`;
const mention = (what: string, type: string, identities: readonly string[], path: string, expected: string | boolean | number, actual: string | boolean | number): Label => ({ what, resource: on(type, ...identities), change: { path, expected, actual } });
const document = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] });

/** What calls on others only mention. */
export const mentioned: readonly Label[] = [
  mention("the subnet of a new interface", "aws:ec2/subnet:Subnet", ["subnet-0b0b0b0b0b0b00001"], "mapPublicIpOnLaunch", false, true),
  mention("the group of a new interface", "aws:ec2/securityGroup:SecurityGroup", ["sg-0b0b0b0b0b0b00002"], "description", "a", "b"),
  mention("the network of a new interface", "aws:ec2/vpc:Vpc", ["vpc-0b0b0b0b0b0b00004"], "enableDnsSupport", true, false),
  mention("the key of a new volume", "aws:kms/key:Key", ["11111111-2222-3333-4444-555555555506", arn("kms", "key/11111111-2222-3333-4444-555555555506")], "policy", "{}", document),
  mention("the key of a new volume, its rotation", "aws:kms/key:Key", ["11111111-2222-3333-4444-555555555506"], "enableKeyRotation", true, false),
  mention("the snapshot of a new volume", "aws:ebs/snapshot:Snapshot", ["snap-0b0b0b0b0b0b00005"], "description", "a", "b"),
  mention("the role that was granted a key", "aws:iam/role:Role", ["granted", `arn:aws:iam::${PROD}:role/granted`], "assumeRolePolicy", "{}", document),
  mention("the role of a new function", "aws:iam/role:Role", ["granted", `arn:aws:iam::${PROD}:role/granted`], "maxSessionDuration", 3600, 7200),
  mention("the layer of a new function", "aws:lambda/layerVersion:LayerVersion", [arn("lambda", "layer:common:3")], "description", "a", "b"),
  mention("the load balancer of a new listener", "aws:lb/loadBalancer:LoadBalancer", [arn("elasticloadbalancing", "loadbalancer/app/quiet/1111111111111111"), "quiet"], "idleTimeout", 60, 120),
  mention("the target group of a new listener", "aws:lb/targetGroup:TargetGroup", [arn("elasticloadbalancing", "targetgroup/quiet/2222222222222222")], "deregistrationDelay", 300, 10),
  mention("the certificate of a new listener", "aws:acm/certificate:Certificate", [arn("acm", "certificate/11111111-2222-3333-4444-555555555507")], "options.certificateTransparencyLoggingPreference", "ENABLED", "DISABLED"),
  mention("an instance that became a target", "aws:ec2/instance:Instance", ["i-0b0b0b0b0b0b00007"], "instanceType", "t3.micro", "t3.large"),
  mention("the topic of a new subscription", "aws:sns/topic:Topic", [arn("sns", "quiet"), "quiet"], "displayName", "a", "b"),
  mention("the queue of a new subscription", "aws:sqs/queue:Queue", [`https://sqs.eu-west-1.amazonaws.com/${PROD}/quiet-queue`, arn("sqs", "quiet-queue"), "quiet-queue"], "delaySeconds", 0, 5),
  mention("the cluster of a task that was run", "aws:ecs/cluster:Cluster", [arn("ecs", "cluster/quiet-cluster"), "quiet-cluster"], "settings[0].value", "enabled", "disabled"),
  mention("the definition of a task that was run", "aws:ecs/taskDefinition:TaskDefinition", ["quiet-task", arn("ecs", "task-definition/quiet-task:3")], "cpu", "256", "512"),
  mention("the profile that an instance was given", "aws:iam/instanceProfile:InstanceProfile", ["quiet-profile"], "role", "a", "b"),
  mention("an instance that got a profile and a tag, its type", "aws:ec2/instance:Instance", ["i-0b0b0b0b0b0b00008"], "instanceType", "t3.micro", "t3.large"),
  mention("a network that a tag's value names", "aws:ec2/vpc:Vpc", ["vpc-0b0b0b0b0b0b00004"], "tags.vpc", "x", "vpc-0b0b0b0b0b0b00004"),
  mention("a bucket that a policy mentions", "aws:s3/bucketPolicy:BucketPolicy", ["quiet-bucket"], "policy", "{}", document),
  mention("an instance that sends its inventory", "aws:ec2/instance:Instance", ["i-0b0b0b0b0b0b00008"], "userData", "a", "b"),
  mention("a cluster that was copied", "aws:rds/cluster:Cluster", ["quiet-aurora"], "engineVersion", "16.4", "16.6"),
  mention("a database that was restarted", "aws:rds/instance:Instance", ["quiet-db"], "instanceClass", "db.t4g.small", "db.t4g.large"),
  mention("a state machine that was run", "aws:sfn/stateMachine:StateMachine", [arn("states", "stateMachine:quiet"), "quiet"], "definition", "{}", document),
  mention("a log group that got a stream", "aws:cloudwatch/logGroup:LogGroup", ["/quiet/group"], "retentionInDays", 30, 1),
  mention("a secret that got a value, its policy", "aws:secretsmanager/secretPolicy:SecretPolicy", [arn("secretsmanager", "secret:quiet-XyZabc")], "policy", "{}", document),
];
