import { claimed, derived, likely, machine, person, proven, roleOnly, type Actor, type Label, type Labelled, type Told } from "../label";

// Rule tests of panther-labs/panther-analysis: real shapes, many redacted to one id and one second.
const at = (number: number) => `panther-analysis/records.json#${number}`;

const MAIN = "123456789012";
const inMain = (region: string) => (type: string, ...identities: readonly string[]): Labelled => ({ type, account: MAIN, region, identities });
const west = inMain("us-west-2");
const east = inMain("us-east-1");
const gone: Told = { path: "" };

const tester = claimed("tester");
const exampleUser = claimed("example-user");
/** Signed in to the console with a role; the name is the session's. */
const inConsole = (name: string): Actor => ["human", name, "claimed"];
const leroy = person("leroy.jenkins");

const bucketPolicy = (principal: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "Public Access", Effect: "Allow", Principal: principal, Action: "s3:GetBucketAcl", Resource: "arn:aws:s3:::example-bucket" }] });
const repositoryPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: "PublicRead", Effect: "Allow", Principal: "*", Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer"] }],
});
const denyAll = JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "TestUserDenyAll", Effect: "Deny", Action: ["*"], Resource: ["*"] }] });

const s3 = (type: string, account: string, region: string, name: string): Labelled => ({ type: `aws:s3/${type}`, account, region, identities: [name, `arn:aws:s3:::${name}`] });
const versioning = "bucketVersioning:BucketVersioning";
const encryption = "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const lifecycle = s3("bucketLifecycleConfiguration:BucketLifecycleConfiguration", "111122223333", "us-west-2", "sample-cloudtrail-bucket-name");
const critical = (type: string) => s3(type, "111111111111", "us-east-1", "critical-data-bucket");
const important = (type: string) => s3(type, "111111111111", "us-east-1", "important-files-bucket");

const network = (region: string, ...identities: readonly string[]): Labelled => ({ type: "aws:ec2/securityGroup:SecurityGroup", account: "112233445566", region, identities });
const acl = west("aws:ec2/networkAcl:NetworkAcl", "acl-1111");
const database = (name: string, region = inMain("us-east-1")) => region("aws:rds/instance:Instance", name);
const cluster = (name: string, region = inMain("us-east-1")) => region("aws:rds/cluster:Cluster", name);
const productionDb = database("production-db");
const myDatabase = database("my-database", inMain("us-west-1"));
const newRole = west("aws:iam/role:Role", "new-role", `arn:aws:iam::${MAIN}:role/new-role`);
const newUser = west("aws:iam/user:User", "new-user", `arn:aws:iam::${MAIN}:user/new-user`);
const trail = west("aws:cloudtrail/trail:Trail", "arn:aws:cloudtrail:us-west-2:123456789012:trail/example-trail", "example-trail");
const sampleTrail: Labelled = { type: "aws:cloudtrail/trail:Trail", account: "111122223333", region: "us-west-2", identities: ["sample-cloudtrail-name"] };
const guardrail: Labelled = { type: "aws:bedrock/guardrail:Guardrail", account: "123123123123", region: "us-west-2", identities: ["cmy5azq5koeo", "arn:aws:bedrock:us-west-2:123123123123:guardrail/cmy5azq5koeo"] };
const project: Labelled = { type: "aws:codebuild/project:Project", account: "111122223333", region: "us-east-1", identities: ["arn:aws:codebuild:us-east-1:111122223333:project/testproject1234", "testproject1234"] };
const mirror = (type: string, id: string): Labelled => ({ type: `aws:ec2/${type}`, account: "123123123123", region: "us-east-1", identities: [id] });
const login = (name: string): Labelled => ({ type: "aws:iam/userLoginProfile:UserLoginProfile", account: "987654321", region: "us-east-1", identities: [name] });
const task = (account: string, region: string): Labelled => ({ type: "aws:lambda/function:Function", account, region, identities: ["basic-node-task", `arn:aws:lambda:${region}:${account}:function:basic-node-task`] });
const balancer = "arn:aws:elasticloadbalancing:us-west-2:012345678910:loadbalancer/app/web/84dc5457e450dba5";
const anonymous: Actor = ["human", "MakeStuffPublic", "unresolved"];

const rule = (protocol: string, fromPort: number, toPort: number, ...cidrBlocks: readonly string[]) => ({ protocol, fromPort, toPort, cidrBlocks: [...cidrBlocks] });

export const pantherChanges: readonly Label[] = [
  { what: "a bucket was made public, at the second it was set otherwise", resource: s3("bucketPolicy:BucketPolicy", MAIN, "us-west-2", "example-bucket"), change: { path: "policy", expected: "{}", actual: bucketPolicy({ AWS: "*" }) }, truth: derived(at(286), exampleUser) },
  { what: "a bucket's policy for CloudTrail", resource: s3("bucketPolicy:BucketPolicy", MAIN, "us-west-2", "example-bucket"), change: { path: "policy", expected: "{}", actual: bucketPolicy({ Service: "cloudtrail.amazonaws.com" }) }, truth: derived(at(287), exampleUser) },
  { what: "root wanted MFA for deletions", resource: s3(versioning, MAIN, "us-west-2", "bucket"), change: { path: "versioningConfiguration.mfaDelete", expected: "Disabled", actual: "Enabled" }, truth: proven(at(302), person("root")) },
  { what: "an access list was made private", resource: s3("bucketAcl:BucketAcl", MAIN, "us-west-2", "bucket"), change: { path: "acl", expected: "public-read", actual: "private" }, truth: proven(at(309), tester) },
  { what: "a bucket was deleted", resource: s3("bucket:Bucket", MAIN, "us-east-2", "secrets"), change: gone, truth: proven(at(308), claimed("user_name")) },
  { what: "a bucket's encryption was taken away", resource: s3(encryption, "111111111111", "us-east-1", "sensitive-data-bucket"), change: gone, truth: derived(at(318), claimed("user_name")) },
  { what: "encryption of a bucket that much was done to", resource: critical(encryption), change: gone, truth: derived(at(339), claimed("user_name")) },
  { what: "encryption was taken away where versioning was suspended", resource: important(encryption), change: gone, truth: derived(at(358), claimed("user_name")) },
  { what: "a replication was taken away", resource: s3("bucketReplicationConfig:BucketReplicationConfig", "111111111111", "us-east-1", "production-backup-bucket"), change: gone, truth: derived(at(322), claimed("user_name")) },
  { what: "a public access block was taken away", resource: s3("bucketPublicAccessBlock:BucketPublicAccessBlock", "111111111111", "us-east-1", "corporate-documents"), change: gone, truth: derived(at(328), claimed("user_name")) },
  { what: "versioning suspended, first time", resource: critical(versioning), change: { path: "versioningConfiguration.status", expected: "Enabled", actual: "Suspended" }, scannedAt: "2024-01-15T10:52:00Z", truth: derived(at(345), claimed("user_name")) },
  { what: "versioning suspended, again five minutes later", resource: critical(versioning), change: { path: "versioningConfiguration.status", expected: "Enabled", actual: "Suspended" }, truth: derived(at(348), claimed("user_name")) },
  { what: "versioning suspended among other settings of the second", resource: important(versioning), change: { path: "versioningConfiguration.status", expected: "Enabled", actual: "Suspended" }, truth: derived(at(354), claimed("user_name")) },
  { what: "a lifecycle rule switched off, before it was replaced", resource: lifecycle, change: { path: "rules[0].status", expected: "Enabled", actual: "Disabled" }, scannedAt: "2024-11-26T00:00:00Z", truth: derived(at(42), leroy) },
  { what: "a lifecycle rule's days, replaced the day after", resource: lifecycle, change: { path: "rules[0].expiration.days", expected: 365, actual: 730 }, truth: proven(at(43), leroy) },
  { what: "a lifecycle rule's days for old versions", resource: lifecycle, change: { path: "rules[0].noncurrentVersionExpiration.noncurrentDays", expected: 365, actual: 730 }, truth: proven(at(43), leroy) },
  { what: "a rule opened in the nested shape, ports as text", resource: network("us-west-2", "sg-04f0b44316f7d2471"), change: { path: "ingress[0]", actual: rule("tcp", 443, 443, "0.0.0.0/16") }, truth: proven(at(91), claimed("alan")) },
  { what: "an egress rule for every protocol", resource: network("us-east-1", "sg-03eee825d6bb78f54"), change: { path: "egress[0].cidrBlocks[0]", actual: "0.0.0.0/0" }, truth: proven(at(93), claimed("ryan@example.com")) },
  { what: "SSH for everyone", resource: network("us-east-1", "sg-0d921df5d84f7270a"), change: { path: "ingress[0]", actual: rule("tcp", 22, 22, "0.0.0.0/0") }, truth: proven(at(94), claimed("ryan@example.com")) },
  { what: "a rule with a description", resource: west("aws:ec2/securityGroup:SecurityGroup", "sg-1"), change: { path: "ingress[0]", actual: { ...rule("tcp", 22, 22, "127.0.0.1/32"), description: "SSH for me" } }, truth: proven(at(111), tester) },
  { what: "a rule of a network's access list", resource: west("aws:ec2/networkAcl:NetworkAcl", "acl-1"), change: { path: "egress[0]", actual: { protocol: "-1", ruleNo: 500, action: "allow", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 } }, truth: derived(at(105), tester) },
  { what: "one of two rules of one second, told by its address", resource: acl, change: { path: "ingress[0]", actual: { protocol: "6", ruleNo: 12, action: "allow", cidrBlock: "0.0.0.0/0", fromPort: 700, toPort: 702 } }, truth: derived(at(205), exampleUser) },
  { what: "a route to the internet", resource: west("aws:ec2/routeTable:RouteTable", "rtb-1"), change: { path: "routes[1]", actual: { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" } }, truth: proven(at(108), tester) },
  { what: "an internet gateway was attached", resource: west("aws:ec2/internetGateway:InternetGateway", "igw-1"), change: { path: "vpcId", actual: "vpc-1" }, truth: proven(at(85), tester) },
  { what: "an image was shared with one account", resource: west("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "ami-1111-012345678901", "ami-1111"), change: { path: "accountId", expected: "999999999999", actual: "012345678901" }, truth: derived(at(10), exampleUser) },
  { what: "a snapshot was shared with one account", resource: west("aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission", "snap-1111-111122223333", "snap-1111"), change: { path: "accountId", expected: "999999999999", actual: "111122223333" }, truth: derived(at(382), exampleUser) },
  { what: "flow logs were deleted by a user of Identity Center", resource: { type: "aws:ec2/flowLog:FlowLog", account: "111122223333", region: "us-west-2", identities: ["fl-0ef673ef70c4f07cc"] }, change: gone, truth: proven(at(409), leroy) },
  { what: "a query log configuration was deleted by a user of Identity Center", resource: { type: "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig", account: "111122223333", region: "us-west-2", identities: ["rqlc-5aa596fe3bd84ec6"] }, change: gone, truth: proven(at(79), leroy) },
  { what: "a mirror target was deleted", resource: mirror("trafficMirrorTarget:TrafficMirrorTarget", "tmt-0fd4b591901182794"), change: gone, truth: proven(at(122), anonymous) },
  { what: "a mirror session's number", resource: mirror("trafficMirrorSession:TrafficMirrorSession", "tms-05e1e21760419ecb6"), change: { path: "sessionNumber", expected: 1, actual: 2 }, truth: proven(at(124), anonymous) },
  { what: "an administrator policy on a role", resource: newRole, change: { path: "managedPolicyArns[0]", actual: "arn:aws:iam::aws:policy/AdministratorAccess" }, truth: proven(at(142), roleOnly("Tester")) },
  { what: "a second policy on the role", resource: newRole, change: { path: "managedPolicyArns[1]", actual: "arn:aws:iam::aws:policy/ReadOnlyAccess" }, truth: proven(at(143), roleOnly("Tester")) },
  { what: "a policy by CloudFormation, in somebody's session", resource: east("aws:iam/role:Role", "LambdaFunctionRole-1111"), change: { path: "managedPolicyArns[0]", actual: "arn:aws:iam::aws:policy/example-policy" }, truth: proven(at(136), exampleUser) },
  { what: "a user's inline policy", resource: east("aws:iam/userPolicy:UserPolicy", "test-user:TestUserDenyAll", "test-user", "TestUserDenyAll"), change: { path: "policy", expected: "{}", actual: denyAll }, truth: proven(at(150), inConsole("evan.gibler")) },
  { what: "a group's inline policy was deleted", resource: east("aws:iam/groupPolicy:GroupPolicy", "group:policy", "group"), change: gone, truth: proven(at(165), tester) },
  { what: "a login profile need not be reset", resource: login("alice"), change: { path: "passwordResetRequired", expected: true, actual: false }, truth: proven(at(28), inConsole("alice")) },
  { what: "another's login profile, both ways in one second", resource: login("bob"), change: { path: "passwordResetRequired", expected: true, actual: false }, truth: derived(at(29), inConsole("alice")) },
  { what: "a key is to be deleted", resource: west("aws:kms/key:Key", "1"), change: gone, truth: derived(at(190), tester) },
  { what: "a trail was stopped, named by ARN", resource: trail, change: { path: "enableLogging", expected: true, actual: false }, truth: derived(at(45), roleOnly("Tester")) },
  { what: "a trail was deleted, named by name, through CloudFormation", resource: trail, change: gone, truth: proven(at(371), exampleUser) },
  { what: "event selectors, at the second they were set otherwise", resource: sampleTrail, change: { path: "eventSelectors[0].includeManagementEvents", expected: true, actual: false }, truth: derived(at(25), leroy) },
  { what: "a database may be deleted", resource: database("production-mysql"), change: { path: "deletionProtection", expected: true, actual: false }, truth: proven(at(225), claimed("user")) },
  { what: "a cluster may be deleted", resource: cluster("aurora-production", west), change: { path: "deletionProtection", expected: true, actual: false }, truth: proven(at(226), person("contractor")) },
  { what: "a cluster's backups, by the same call", resource: cluster("aurora-production", west), change: { path: "backupRetentionPeriod", expected: 7, actual: 0 }, truth: proven(at(226), person("contractor")) },
  { what: "a database made public", resource: database("customer-database"), change: { path: "publiclyAccessible", expected: false, actual: true }, truth: proven(at(227), claimed("attacker")) },
  { what: "a database made public, and private, in one second", resource: productionDb, change: { path: "publiclyAccessible", expected: false, actual: true }, truth: derived(at(240), claimed("developer")) },
  { what: "a database protected again", resource: productionDb, change: { path: "deletionProtection", expected: false, actual: true }, truth: proven(at(228), claimed("admin")) },
  { what: "a database's storage, the later of two writes", resource: productionDb, change: { path: "allocatedStorage", expected: 100, actual: 500 }, truth: proven(at(229), claimed("dba")) },
  { what: "another database's storage", resource: database("my-db"), change: { path: "allocatedStorage", expected: 20, actual: 100 }, truth: proven(at(239), claimed("user")) },
  { what: "a third database's storage", resource: myDatabase, change: { path: "allocatedStorage", expected: 20, actual: 22 }, truth: proven(at(257), inConsole("jack")) },
  { what: "a password that the trail hides", resource: myDatabase, change: { path: "password", expected: { secret: true, digest: "1" }, actual: { secret: true, digest: "2" } }, truth: likely(at(258), inConsole("jack")) },
  { what: "a cluster's version", resource: cluster("aurora-cluster"), change: { path: "engineVersion", expected: "8.0.mysql_aurora.3.03.0", actual: "8.0.mysql_aurora.3.04.0" }, truth: proven(at(224), claimed("user")) },
  { what: "a cluster's network", resource: cluster("aurora-cluster", west), change: { path: "vpcSecurityGroupIds[0]", actual: "sg-0123456789abcdef0" }, truth: proven(at(241), person("contractor")) },
  { what: "a cluster's role", resource: cluster("aurora-cluster-prod", west), change: { path: "iamRoles[0]", actual: `arn:aws:iam::${MAIN}:role/RDS-Lambda-Access` }, truth: proven(at(232), person("developer")) },
  { what: "a database's role was taken away", resource: east("aws:rds/roleAssociation:RoleAssociation", `production-db,arn:aws:iam::${MAIN}:role/OldRole`, "production-db"), change: gone, truth: proven(at(234), claimed("user")) },
  { what: "a database was deleted", resource: database("production-mysql-db"), change: gone, truth: proven(at(235), claimed("admin")) },
  { what: "a customer's database was deleted", resource: database("customer-data-db", west), change: gone, truth: proven(at(236), person("contractor")) },
  { what: "a cluster was deleted", resource: cluster("aurora-cluster-prod"), change: gone, truth: proven(at(237), claimed("user")) },
  { what: "a cluster's activity stream was stopped", resource: east("aws:rds/clusterActivityStream:ClusterActivityStream", `arn:aws:rds:us-east-1:${MAIN}:cluster:production-aurora`), change: gone, truth: derived(at(214), claimed("user")) },
  { what: "a snapshot was deleted", resource: west("aws:rds/snapshot:Snapshot", "backup-2024-01-15"), change: gone, truth: proven(at(271), claimed("user")) },
  { what: "a cluster's snapshot was deleted", resource: east("aws:rds/clusterSnapshot:ClusterSnapshot", "aurora-cluster-backup-2024"), change: gone, truth: proven(at(272), person("contractor")) },
  { what: "a snapshot was shared, and with nobody, in one second", resource: west("aws:rds/snapshot:Snapshot", "exfiltration"), change: { path: "sharedAccounts[0]", actual: "193672423079" }, truth: derived(at(283), person("fake.user")) },
  { what: "a repository was opened by CloudFormation's role", resource: { type: "aws:ecr/repositoryPolicy:RepositoryPolicy", account: "112233445566", region: "eu-west-1", identities: ["community"] }, change: { path: "policy", expected: "{}", actual: repositoryPolicy }, truth: proven(at(285), machine("ServiceRole")) },
  ...["999999999999", MAIN].map((account, number): Label => ({ what: `a function of one name in two accounts was deleted (${number + 1})`, resource: task(account, "us-east-1"), change: gone, truth: proven(at(194 + number), person("myUserName")) })),
  { what: "a function of that name in another region was deleted", resource: task(MAIN, "us-west-1"), change: gone, truth: proven(at(196), person("myUserName")) },
  { what: "a function was deleted from the console", resource: west("aws:lambda/function:Function", "my-lambda-function"), change: gone, truth: proven(at(213), roleOnly("Tester")) },
  { what: "a guardrail's name, which the trail hides", resource: guardrail, change: { path: "name", expected: "a", actual: "b" }, scannedAt: "2025-01-21T18:00:00Z", truth: likely(at(16), person("dr.evil")) },
  { what: "a guardrail was deleted", resource: guardrail, change: gone, truth: proven(at(17), person("dr.evil")) },
  { what: "a project was made public", resource: project, change: { path: "projectVisibility", expected: "PRIVATE", actual: "PUBLIC_READ" }, truth: derived(at(54), roleOnly("MakeStuffPublic")) },
  { what: "a firewall was taken off a load balancer", resource: { type: "aws:wafv2/webAclAssociation:WebAclAssociation", account: "012345678910", region: "us-west-2", identities: [`arn:aws:wafv2:us-west-2:012345678910:regional/webacl/web/1,${balancer}`, balancer] }, change: gone, truth: derived(at(422), inConsole("example_user")) },
];

const other = { path: "tags.team", expected: "a", actual: "b" };
const trust = { path: "assumeRolePolicy", expected: "{}", actual: JSON.stringify({ Version: "2012-10-17", Statement: [] }) };
const untouched = (what: string, resource: Labelled, change: Told): Label => ({ what, resource, change });

export const pantherUntouched: readonly Label[] = [
  untouched("the policy that was attached to a role", east("aws:iam/policy:Policy", "arn:aws:iam::aws:policy/example-policy", "example-policy"), { path: "policy", expected: "{}", actual: denyAll }),
  untouched("the policy that was attached to a role, gone", east("aws:iam/policy:Policy", "arn:aws:iam::aws:policy/example-policy", "example-policy"), gone),
  untouched("the trust policy of a role that was given a policy", east("aws:iam/role:Role", "LambdaFunctionRole-1111"), trust),
  untouched("a role that was given a policy, gone", newRole, gone),
  untouched("the tags of a role that was given a policy", newRole, other),
  untouched("a user that was given a policy, gone", newUser, gone),
  untouched("the groups' other policy", east("aws:iam/groupPolicy:GroupPolicy", "group:audit", "group"), gone),
  untouched("the group whose policy was deleted", east("aws:iam/group:Group", "group"), gone),
  untouched("a user's other inline policy", east("aws:iam/userPolicy:UserPolicy", "test-user:other", "test-user"), { path: "policy", expected: "{}", actual: denyAll }),
  untouched("the path of a user who was given an inline policy", east("aws:iam/user:User", "test-user"), { path: "path", expected: "/", actual: "/x/" }),
  untouched("a user for whom an access key was made", { type: "aws:iam/user:User", account: "123456789", region: "us-east-1", identities: ["user2"] }, gone),
  untouched("the role that a database was given", east("aws:iam/role:Role", "RDS-S3-Import-Role", `arn:aws:iam::${MAIN}:role/RDS-S3-Import-Role`), trust),
  untouched("the role that a database was given, gone", east("aws:iam/role:Role", "RDS-S3-Import-Role", `arn:aws:iam::${MAIN}:role/RDS-S3-Import-Role`), gone),
  untouched("the role that a cluster was given", west("aws:iam/role:Role", "RDS-Lambda-Access", `arn:aws:iam::${MAIN}:role/RDS-Lambda-Access`), trust),
  untouched("a role that could not be given to a database", east("aws:iam/role:Role", "Admin-Role", `arn:aws:iam::${MAIN}:role/Admin-Role`), trust),
  untouched("the role of an export", east("aws:iam/role:Role", "RDSExportRole", `arn:aws:iam::${MAIN}:role/RDSExportRole`), trust),
  untouched("the key of an export", east("aws:kms/key:Key", "1234abcd-12ab-34cd-56ef-1234567890ab", `arn:aws:kms:us-east-1:${MAIN}:key/1234abcd-12ab-34cd-56ef-1234567890ab`), { path: "policy", expected: "{}", actual: denyAll }),
  untouched("the bucket of an export", s3("bucketPolicy:BucketPolicy", MAIN, "us-east-1", "my-export-bucket"), { path: "policy", expected: "{}", actual: denyAll }),
  untouched("the key of a copied snapshot", west("aws:kms/key:Key", "1234abcd-12ab-34cd-56ef-1234567890ab"), { path: "enableKeyRotation", expected: true, actual: false }),
  untouched("the snapshot that was copied", west("aws:rds/snapshot:Snapshot", "prod-backup-2024", "arn:aws:rds:us-east-1:123456789012:snapshot:prod-backup-2024"), gone),
  untouched("the snapshot that was exported", east("aws:rds/snapshot:Snapshot", "my-db-snapshot"), gone),
  untouched("a snapshot whose sharing was changed, gone", west("aws:rds/snapshot:Snapshot", "exfiltration"), gone),
  untouched("the database that a snapshot was made of", west("aws:rds/instance:Instance", "terraform-20231208145149286600000001"), { path: "allocatedStorage", expected: 20, actual: 10 }),
  untouched("the database that a snapshot was made of, gone", west("aws:rds/instance:Instance", "my-database"), gone),
  untouched("the database that a replica was made of", database("primary-instance"), { path: "instanceClass", expected: "db.t3.small", actual: "db.t3.large" }),
  untouched("the database that was restarted", database("production-mysql"), { path: "publiclyAccessible", expected: false, actual: true }),
  untouched("a database that was started", database("dev-database"), { path: "instanceClass", expected: "db.t3.small", actual: "db.t3.large" }),
  untouched("a database whose storage was changed, its network", database("my-db"), { path: "publiclyAccessible", expected: false, actual: true }),
  untouched("a database's tags, where much else was changed", productionDb, other),
  untouched("a database whose deletion was denied", productionDb, gone),
  untouched("a database's class, where much else was changed", productionDb, { path: "instanceClass", expected: "db.t3.small", actual: "db.t3.large" }),
  untouched("a cluster that failed over, its version", cluster("aurora-cluster-prod"), { path: "engineVersion", expected: "13.6", actual: "13.8" }),
  untouched("a cluster that was restarted, gone", cluster("aurora-cluster-prod", west), gone),
  untouched("a global cluster that failed over, gone", west("aws:rds/globalCluster:GlobalCluster", "global-aurora-cluster"), gone),
  untouched("the cluster of an activity stream", cluster("production-aurora"), { path: "engineVersion", expected: "13.6", actual: "13.8" }),
  untouched("the security group that a cluster was given", west("aws:ec2/securityGroup:SecurityGroup", "sg-0123456789abcdef0"), { path: "ingress[0]", actual: rule("tcp", 3306, 3306, "0.0.0.0/0") }),
  untouched("a cluster's version, which another region's namesake was given", cluster("aurora-cluster", west), { path: "engineVersion", expected: "8.0.mysql_aurora.3.03.0", actual: "8.0.mysql_aurora.3.04.0" }),
  untouched("the bucket that objects were copied in", s3("bucketVersioning:BucketVersioning", "111111111111", "us-east-1", "victim-data-bucket"), { path: "versioningConfiguration.status", expected: "Enabled", actual: "Suspended" }),
  untouched("the bucket that objects were deleted in, gone", s3("bucket:Bucket", MAIN, "us-east-1", "example-bucket"), gone),
  untouched("the tags of a bucket whose policy was changed", s3("bucket:Bucket", MAIN, "us-west-2", "example-bucket"), other),
  untouched("the versioning of a bucket whose policy was changed", s3(versioning, MAIN, "us-west-2", "example-bucket"), { path: "versioningConfiguration.status", expected: "Enabled", actual: "Suspended" }),
  untouched("a bucket's policy, which is another than the one that was set", s3("bucketPolicy:BucketPolicy", MAIN, "us-west-2", "example-bucket"), { path: "policy", expected: "{}", actual: denyAll }),
  untouched("a bucket's policy, where its access list was changed", s3("bucketPolicy:BucketPolicy", MAIN, "us-west-2", "bucket"), { path: "policy", expected: "{}", actual: denyAll }),
  untouched("the bucket that logs are sent to", s3("bucketLogging:BucketLogging", "111111111111", "us-west-2", "logging-bucket"), { path: "targetBucket", expected: "a", actual: "b" }),
  untouched("the access list of a bucket whose logging was changed", s3("bucketAcl:BucketAcl", "111111111111", "us-west-2", "critical-data-bucket"), { path: "acl", expected: "private", actual: "public-read" }),
  untouched("the logging of a bucket whose public access block went", s3("bucketLogging:BucketLogging", "111111111111", "us-east-1", "corporate-documents"), { path: "targetBucket", expected: "a", actual: "b" }),
  untouched("the lifecycle of a bucket whose replication went", s3("bucketLifecycleConfiguration:BucketLifecycleConfiguration", "111111111111", "us-east-1", "production-backup-bucket"), gone),
  { ...untouched("a lifecycle's days, before they were set", lifecycle, { path: "rules[0].expiration.days", expected: 365, actual: 730 }), scannedAt: "2024-11-26T00:00:00Z" },
  untouched("a policy for a queue by a call of another service", { type: "aws:sqs/queue:Queue", account: MAIN, region: "us-east-1", identities: ["https://sqs.us-east-1.amazonaws.com/123456789012/example-queue", "example-queue"] }, { path: "policy", expected: "{}", actual: denyAll }),
  untouched("a failed rule of an access list", west("aws:ec2/networkAcl:NetworkAcl", "acl-1"), { path: "ingress[0]", actual: { protocol: "-1", ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0" } }),
  untouched("another rule of the access list", acl, { path: "ingress[0]", actual: { protocol: "6", ruleNo: 90, action: "allow", cidrBlock: "10.0.0.0/8", fromPort: 22, toPort: 22 } }),
  untouched("the network of a gateway that was attached", west("aws:ec2/vpc:Vpc", "vpc-1"), { path: "enableDnsSupport", expected: true, actual: false }),
  untouched("the network of a gateway that was attached, gone", west("aws:ec2/vpc:Vpc", "vpc-1"), gone),
  untouched("the gateway of a new route, gone", west("aws:ec2/internetGateway:InternetGateway", "igw-1"), gone),
  untouched("another route of the table", west("aws:ec2/routeTable:RouteTable", "rtb-1"), { path: "routes[0]", actual: { cidrBlock: "10.1.0.0/16", gatewayId: "vgw-1" } }),
  untouched("the network of a new security group", { ...network("us-east-1", "vpc-a1a044c7"), type: "aws:ec2/vpc:Vpc" }, { path: "enableDnsHostnames", expected: true, actual: false }),
  untouched("the other direction of an opened group", network("us-east-1", "sg-0d921df5d84f7270a"), { path: "egress[0]", actual: rule("tcp", 22, 22, "0.0.0.0/0") }),
  untouched("the description of an opened group", network("us-east-1", "sg-0d921df5d84f7270a"), { path: "description", expected: "a", actual: "b" }),
  untouched("the tags of an opened group", network("us-east-1", "sg-0d921df5d84f7270a"), other),
  untouched("an opened group, gone", network("us-east-1", "sg-0d921df5d84f7270a"), gone),
  untouched("the group of an instance that was started", { type: "aws:ec2/securityGroup:SecurityGroup", account: "123412341234", region: "us-west-2", identities: ["sg-0077c778d7ad1f5f2"] }, { path: "ingress[0]", actual: rule("tcp", 22, 22, "0.0.0.0/0") }),
  untouched("the image of an instance that was started", { type: "aws:ec2/ami:Ami", account: "123412341234", region: "us-west-2", identities: ["ami-08e2d37b6a0129927"] }, gone),
  untouched("the template of a dry run", { type: "aws:ec2/launchTemplate:LaunchTemplate", account: "123412341234", region: "us-west-2", identities: ["lt-064c1a4dbc97b01fc"] }, { path: "defaultVersion", expected: 4, actual: 5 }),
  untouched("the subnet of an instance that a group started", { type: "aws:ec2/subnet:Subnet", account: "111122223333", region: "us-west-2", identities: ["subnet-083e5906ef2809ac2"] }, { path: "mapPublicIpOnLaunch", expected: false, actual: true }),
  untouched("an instance that was stopped", { type: "aws:ec2/instance:Instance", account: "777788889999", region: "us-east-1", identities: ["i-EXAMPLE56126103cb"] }, { path: "instanceType", expected: "t3.micro", actual: "m5.large" }),
  untouched("an instance that was stopped, gone", { type: "aws:ec2/instance:Instance", account: "777788889999", region: "us-east-1", identities: ["i-EXAMPLEaff4840c22"] }, gone),
  untouched("an instance that an image was made of", { type: "aws:ec2/instance:Instance", account: "123456789101", region: "us-east-1", identities: ["i-0381a3817f72a949d"] }, { path: "instanceType", expected: "t3.micro", actual: "m5.large" }),
  untouched("the user data of an instance that a key was sent to", { type: "aws:ec2/instance:Instance", account: "111122223333", region: "us-west-2", identities: ["i-abcdef01234567890"] }, { path: "userData", expected: "a", actual: "b" }),
  untouched("the type of an instance that a command was sent to", { type: "aws:ec2/instance:Instance", account: "111122223333", region: "us-west-2", identities: ["i-006e4c07b5fba8ad2"] }, { path: "instanceType", expected: "t3.micro", actual: "m5.large" }),
  untouched("the interface of a mirror target", { type: "aws:ec2/networkInterface:NetworkInterface", account: "123123123123", region: "us-east-1", identities: ["eni-0fd6cc8547555878f"] }, { path: "sourceDestCheck", expected: true, actual: false }),
  untouched("the target that a mirror session was given", mirror("trafficMirrorTarget:TrafficMirrorTarget", "tmt-0a45c694b91bcea54"), gone),
  untouched("the filter that a mirror session was given", mirror("trafficMirrorFilter:TrafficMirrorFilter", "tmf-010db9a7d8056cc2d"), { path: "description", expected: "a", actual: "b" }),
  untouched("an image whose sharing was changed", west("aws:ec2/ami:Ami", "ami-1111"), { path: "description", expected: "a", actual: "b" }),
  untouched("an image that was shared with another account", west("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "ami-1111-777777777777", "ami-1111"), { path: "accountId", actual: "777777777777" }),
  untouched("a trail whose recording was changed, its bucket", sampleTrail, { path: "s3BucketName", expected: "a", actual: "b" }),
  untouched("a trail whose recording was changed, gone", sampleTrail, gone),
  untouched("a trail whose event has no id, so that nobody could be shown it", { type: "aws:cloudtrail/trail:Trail", account: "111111111111", region: "us-east-1", identities: ["management-events"] }, { path: "isMultiRegionTrail", expected: true, actual: false }),
  untouched("a rule of the name of a trail", west("aws:cloudwatch/eventRule:EventRule", "example-trail"), gone),
  untouched("a key's policy, where the key was disabled", west("aws:kms/key:Key", "1"), { path: "policy", expected: "{}", actual: denyAll }),
  untouched("a key's tags, where the key was disabled", west("aws:kms/key:Key", "1"), other),
  untouched("a key's policy, which is another than the one that was set", west("aws:kms/key:Key", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"), { path: "policy", expected: "{}", actual: denyAll }),
  untouched("a secret's policy, which is another than the one that was set", west("aws:secretsmanager/secretPolicy:SecretPolicy", "arn:aws:secretsmanager:us-west-2:123456789012:secret:paloma/example-secret-xxxxxx", "paloma/example-secret"), { path: "policy", expected: "{}", actual: denyAll }),
  untouched("a secret whose policy was set, gone", west("aws:secretsmanager/secret:Secret", "arn:aws:secretsmanager:us-west-2:123456789012:secret:paloma/example-secret-xxxxxx", "paloma/example-secret"), gone),
  untouched("the role that a project was given", { type: "aws:iam/role:Role", account: "111122223333", region: "us-east-1", identities: ["test", "arn:aws:iam::111122223333:role/service-role/test"] }, trust),
  untouched("the tags of a project that was made public", project, other),
  untouched("the load balancer that a firewall was taken off", { type: "aws:lb/loadBalancer:LoadBalancer", account: "012345678910", region: "us-west-2", identities: [balancer, "web"] }, { path: "idleTimeout", expected: 60, actual: 120 }),
  untouched("the load balancer that a firewall was taken off, gone", { type: "aws:lb/loadBalancer:LoadBalancer", account: "012345678910", region: "us-west-2", identities: [balancer, "web"] }, gone),
  untouched("a guardrail's tags, where its name was changed", guardrail, other),
  untouched("the log group of a new stream", { type: "aws:cloudwatch/logGroup:LogGroup", account: MAIN, region: "eu-central-1", identities: ["/aws/lambda/panther-analysis-api"] }, { path: "retentionInDays", expected: 7, actual: 1 }),
  untouched("a repository that an image was pushed to", { type: "aws:ecr/repository:Repository", account: "112233445566", region: "eu-west-1", identities: ["community"] }, { path: "imageTagMutability", expected: "IMMUTABLE", actual: "MUTABLE" }),
  untouched("a function's memory, in the account of a namesake", west("aws:lambda/function:Function", "basic-node-task"), { path: "memorySize", expected: 128, actual: 512 }),
  untouched("a function's tags, where its code and configuration were changed", west("aws:lambda/function:Function", "production-api"), other),
  untouched("a function that was changed, gone", west("aws:lambda/function:Function", "production-api"), gone),
];
