import { derived, likely, person, proven, type Label, type Labelled, type Told } from "../label";

// Records of DataDog/stratus-red-team: regions and accounts are anonymised, consistently.
const christophe = person("christophe");
const at = (number: number) => `stratus-red-team/records.json#${number}`;

const on = (type: string, account: string, region: string, ...identities: readonly string[]): Labelled => ({ type, account, region, identities });
const gone: Told = { path: "" };

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } },
    { Action: "sts:AssumeRole", Effect: "Allow", Principal: { AWS: "arn:aws:iam::193672423079:root" } },
  ],
});

const role = on("aws:iam/role:Role", "751203476945", "ca-isob-northsouth-1r", "stratus-red-team-backdoor-r-role", "arn:aws:iam::751203476945:role/stratus-red-team-backdoor-r-role");
const maliciousRole = on("aws:iam/role:Role", "609418236337", "sagov-west-2r", "stratus-red-team-malicious-iam-role");
const maliciousUser = on("aws:iam/user:User", "229654561268", "ap-isob-central-3r", "malicious-iam-user");
const selectors = on("aws:cloudtrail/trail:Trail", "958312252124", "cn-northsouth-2r", "stratus-red-team-ctes-trail-khlvciwdor", "arn:aws:cloudtrail:cn-northsouth-2r:958312252124:trail/stratus-red-team-ctes-trail-khlvciwdor");
const stopped = on("aws:cloudtrail/trail:Trail", "143434273843", "apiso-centralnorth-2r", "stratus-red-team-ct-stop-trail-buykxbqejv");
const gonetrail = on("aws:cloudtrail/trail:Trail", "847129010505", "megov-westwest-1r", "stratus-red-team-cloudtraild-trail-kvrwohmiai");
const instance = on("aws:ec2/instance:Instance", "309303190113", "ca-northsouth-2r", "i-DDd6c7B0e18F0E35f");
const group = on("aws:ec2/securityGroup:SecurityGroup", "032092706103", "us-northeast-1r", "sg-003dc7f1f1c686164");
const backdoored = on("aws:lambda/function:Function", "880896431042", "ca-centralnorth-1r", "stratus-red-team-backdoor-f-func");
const layered = on("aws:lambda/function:Function", "712967571683", "eugov-eastcentral-1r", "stratus-red-team-lambda-layer-simpleLambda", "arn:aws:lambda:eugov-eastcentral-1r:712967571683:function:stratus-red-team-lambda-layer-simpleLambda");
const overwritten = on("aws:lambda/function:Function", "266106314375", "ap-westeast-2r", "stratus-red-team-olc-func-vayhjqkdav", "arn:aws:lambda:ap-westeast-2r:266106314375:function:stratus-red-team-olc-func-vayhjqkdav");
const image = on("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "118238665043", "me-south-1r", "ami-de1fbCab6ccB03e6D-846424999548", "ami-de1fbCab6ccB03e6D");
const snapshot = on("aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission", "756680937392", "me-central-3r", "snap-041993b54a9b3af6f-098797384747", "snap-041993b54a9b3af6f");
const dbSnapshot = on("aws:rds/snapshot:Snapshot", "171471557522", "meiso-eastwest-2r", "exfiltration");
const queryLog = on("aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig", "206821776919", "sa-central-3r", "rqlc-4473f20ca554c07");
const flowLog = on("aws:ec2/flowLog:FlowLog", "498376118699", "megov-south-1r", "fl-0e17aa62a21d4bbfe");
const login = on("aws:iam/userLoginProfile:UserLoginProfile", "763751499319", "megov-southcentral-3r", "stratus-red-team-update-login-profile-user");
const keptLogin = on("aws:iam/userLoginProfile:UserLoginProfile", "070411556318", "ap-central-2r", "stratus-red-team-login-profile-user");

export const stratus: readonly Label[] = [
  { what: "a trust policy was extended to another account", resource: role, change: { path: "assumeRolePolicy", expected: "{}", actual: trust }, truth: proven(at(292), christophe) },
  { what: "an administrator policy was attached to a role", resource: maliciousRole, change: { path: "managedPolicyArns[0]", actual: "arn:aws:iam::aws:policy/AdministratorAccess" }, truth: proven(at(297), christophe) },
  { what: "a role was made anew with a boundary", resource: maliciousRole, change: { path: "permissionsBoundary", actual: "arn:aws:iam::aws:policy/AWSDenyAll" }, truth: proven(at(298), christophe) },
  { what: "event selectors leave management events out", resource: selectors, change: { path: "eventSelectors[0].includeManagementEvents", expected: true, actual: false }, truth: proven(at(116), christophe) },
  { what: "event selectors read only", resource: selectors, change: { path: "eventSelectors[0].readWriteType", expected: "All", actual: "ReadOnly" }, truth: proven(at(116), christophe) },
  { what: "a trail was stopped", resource: stopped, change: { path: "enableLogging", expected: true, actual: false }, truth: derived(at(117), christophe) },
  { what: "a trail was deleted", resource: gonetrail, change: gone, truth: proven(at(115), christophe) },
  { what: "flow logs were deleted", resource: flowLog, change: gone, truth: proven(at(122), christophe) },
  { what: "a query log configuration was deleted", resource: queryLog, change: gone, truth: proven(at(118), christophe) },
  { what: "user data was changed, which the trail hides", resource: instance, change: { path: "userData", expected: "a", actual: "b" }, truth: likely(at(150), christophe) },
  { what: "a rule was opened in the flat shape", resource: group, change: { path: "ingress[0]", actual: { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["208.236.235.254/0"], self: false } }, truth: proven(at(265), christophe) },
  { what: "a permission was added to a function", resource: { ...backdoored, type: "aws:lambda/permission:Permission", identities: ["backdoor", "stratus-red-team-backdoor-f-func"] }, change: { path: "principal", expected: "123456789012", actual: "*" }, truth: proven(at(302), christophe) },
  { what: "a layer was put on a function, named by ARN", resource: layered, change: { path: "layers[0]", actual: "arn:aws:lambda:eugov-eastcentral-1r:712967571683:layer:stratus-red-team-lambda-layer-my-lambda-extension:1" }, truth: proven(at(303), christophe) },
  { what: "a function's code, by its digest in the answer", resource: overwritten, change: { path: "sourceCodeHash", expected: "x", actual: "Pt1c8vVaBygmNtAeSyjlpdy7r8nHRqJAAL++HEGlQkc=" }, truth: proven(at(304), christophe) },
  { what: "an image was shared", resource: image, change: { path: "accountId", actual: "846424999548" }, truth: derived(at(266), christophe) },
  { what: "a snapshot was shared", resource: snapshot, change: { path: "accountId", actual: "098797384747" }, truth: derived(at(267), christophe) },
  { what: "a database's snapshot was shared", resource: dbSnapshot, change: { path: "sharedAccounts[0]", actual: "503161813013" }, truth: derived(at(268), christophe) },
  { what: "a login profile's password was set", resource: login, change: { path: "passwordResetRequired", expected: true, actual: false }, truth: likely(at(309), christophe) },
  { what: "a login profile was made", resource: keptLogin, change: { path: "passwordResetRequired", expected: true, actual: false }, truth: proven(at(301), christophe) },
  { what: "a policy was attached to a user", resource: { ...maliciousUser, type: "aws:iam/userPolicyAttachment:UserPolicyAttachment", identities: ["malicious-iam-user/arn:aws:iam::aws:policy/AdministratorAccess", "malicious-iam-user"] }, change: { path: "policyArn", expected: "arn:aws:iam::aws:policy/ReadOnlyAccess", actual: "arn:aws:iam::aws:policy/AdministratorAccess" }, truth: proven(at(294), christophe) },
  { what: "a user was made anew with a tag", resource: maliciousUser, change: { path: "tags.StratusRedTeam", actual: "true" }, truth: proven(at(296), christophe) },

  { what: "a login profile whose deletion failed", resource: keptLogin, change: gone },
  { what: "the role's description, when its trust policy was changed", resource: role, change: { path: "description", expected: "a", actual: "b" } },
  { what: "the role's tags, when its trust policy was changed", resource: role, change: { path: "tags.team", expected: "a", actual: "b" } },
  { what: "the role's longest session, when a policy was attached", resource: maliciousRole, change: { path: "maxSessionDuration", expected: 3600, actual: 7200 } },
  { what: "another managed policy than the one attached", resource: maliciousRole, change: { path: "managedPolicyArns[0]", actual: "arn:aws:iam::aws:policy/ReadOnlyAccess" } },
  { what: "a bucket of the trail whose selectors were changed", resource: selectors, change: { path: "s3BucketName", expected: "a", actual: "b" } },
  { what: "a stopped trail's regions", resource: stopped, change: { path: "isMultiRegionTrail", expected: true, actual: false } },
  { what: "a stopped trail that is gone", resource: stopped, change: gone },
  { what: "an instance that was stopped and started again, its type", resource: instance, change: { path: "instanceType", expected: "t3.micro", actual: "m5.large" } },
  { what: "the tags of an instance whose user data was changed", resource: instance, change: { path: "tags.Name", expected: "a", actual: "b" } },
  { what: "an instance that was only stopped and started, gone", resource: instance, change: gone },
  { what: "another port of the group that was opened", resource: group, change: { path: "ingress[0]", actual: { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["208.236.235.254/0"], self: false } } },
  { what: "another peer of the group that was opened", resource: group, change: { path: "ingress[0]", actual: { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"], self: false } } },
  { what: "the outbound rules of the group that was opened", resource: group, change: { path: "egress[0]", actual: { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["208.236.235.254/0"], self: false } } },
  { what: "the memory of a function that got a permission", resource: backdoored, change: { path: "memorySize", expected: 128, actual: 512 } },
  { what: "the code of a function that got a permission", resource: backdoored, change: { path: "sourceCodeHash", expected: "a", actual: "b" } },
  { what: "the handler of a function that got a layer", resource: layered, change: { path: "handler", expected: "a.b", actual: "c.d" } },
  { what: "the code of a function that got a layer", resource: layered, change: { path: "sourceCodeHash", expected: "a", actual: "b" } },
  { what: "the time-out of a function whose code was changed", resource: overwritten, change: { path: "timeout", expected: 3, actual: 30 } },
  { what: "a function whose code was changed, gone", resource: overwritten, change: gone },
  { what: "the layer that a function was given", resource: on("aws:lambda/layerVersion:LayerVersion", "712967571683", "eugov-eastcentral-1r", "arn:aws:lambda:eugov-eastcentral-1r:712967571683:layer:stratus-red-team-lambda-layer-my-lambda-extension:1"), change: { path: "description", expected: "a", actual: "b" } },
  { what: "the role of a function whose code was changed", resource: on("aws:iam/role:Role", "266106314375", "ap-westeast-2r", "stratus-red-team-olc-lambda-vayhjqkdav", "arn:aws:iam::266106314375:role/stratus-red-team-olc-lambda-vayhjqkdav"), change: { path: "assumeRolePolicy", expected: "{}", actual: trust } },
  { what: "the log group of a function whose code was changed", resource: on("aws:cloudwatch/logGroup:LogGroup", "266106314375", "ap-westeast-2r", "/aws/lambda/stratus-red-team-olc-func-vayhjqkdav"), change: { path: "retentionInDays", expected: 7, actual: 1 } },
  { what: "the image that was shared, its description", resource: { ...image, type: "aws:ec2/ami:Ami", identities: ["ami-de1fbCab6ccB03e6D"] }, change: { path: "description", expected: "a", actual: "b" } },
  { what: "the image that was shared, gone", resource: { ...image, type: "aws:ec2/ami:Ami", identities: ["ami-de1fbCab6ccB03e6D"] }, change: gone },
  { what: "the snapshot that was shared, gone", resource: { ...snapshot, type: "aws:ebs/snapshot:Snapshot", identities: ["snap-041993b54a9b3af6f"] }, change: gone },
  { what: "a database's snapshot that was shared, gone", resource: dbSnapshot, change: gone },
  { what: "the bucket that deleted query logs went to", resource: on("aws:s3/bucket:Bucket", "206821776919", "sa-central-3r", "stratus-red-team-dns-delete-bucket-bxxclslsdp"), change: gone },
  { what: "an instance that a command was sent to", resource: on("aws:ec2/instance:Instance", "017622104382", "us-north-2r", "i-786a3A8B5C0d92eF4"), change: { path: "instanceType", expected: "t3.micro", actual: "m5.large" } },
  { what: "an instance that a command was sent to, gone", resource: on("aws:ec2/instance:Instance", "056392974792", "sagov-westsouth-1r", "i-00456A8D163f546Ff"), change: gone },
  { what: "an instance that somebody opened a session on", resource: on("aws:ec2/instance:Instance", "294599468799", "me-northwest-3r", "i-eA1d1296c1dE3Aa1f"), change: { path: "userData", expected: "a", actual: "b" } },
  { what: "an instance that a key was sent to", resource: on("aws:ec2/instance:Instance", "572910899909", "eu-south-1r", "i-fDb357cB7e99ad973"), change: { path: "keyName", expected: "a", actual: "b" } },
  { what: "an instance whose serial console was opened", resource: on("aws:ec2/instance:Instance", "844015365555", "cniso-east-3r", "i-EFCb4e480CAbc4CF9"), change: { path: "metadataOptions.httpTokens", expected: "required", actual: "optional" } },
  { what: "the subnet of instances that could not be started", resource: on("aws:ec2/subnet:Subnet", "900138736586", "ca-south-3r", "subnet-0e540f0c7ffb48ae9"), change: { path: "mapPublicIpOnLaunch", expected: false, actual: true } },
  { what: "the image of instances that could not be started", resource: on("aws:ec2/ami:Ami", "900138736586", "ca-south-3r", "ami-aCBbfd13bdb1d1E4b"), change: { path: "description", expected: "a", actual: "b" } },
  { what: "a user that an access key was made for", resource: on("aws:iam/user:User", "946986569305", "ap-central-2r", "stratus-red-team-backdoor-u-user"), change: { path: "path", expected: "/", actual: "/ops/" } },
  { what: "a user that an access key was made for, gone", resource: on("aws:iam/user:User", "946986569305", "ap-central-2r", "stratus-red-team-backdoor-u-user"), change: gone },
  { what: "the role of a profile of Roles Anywhere", resource: on("aws:iam/role:Role", "791182566784", "cn-northsouth-3r", "stratus-red-team-trust-anchor-role", "arn:aws:iam::791182566784:role/stratus-red-team-trust-anchor-role"), change: { path: "assumeRolePolicy", expected: "{}", actual: trust } },
  { what: "a policy that was attached to a role", resource: on("aws:iam/policy:Policy", "609418236337", "sagov-west-2r", "arn:aws:iam::aws:policy/AdministratorAccess", "AdministratorAccess"), change: { path: "policy", expected: "{}", actual: trust } },
];
