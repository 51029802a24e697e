import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as events from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as lambda from "@aws-sdk/client-lambda";
import * as rds from "@aws-sdk/client-rds";
import * as s3 from "@aws-sdk/client-s3";
import * as secrets from "@aws-sdk/client-secrets-manager";
import * as sns from "@aws-sdk/client-sns";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import { credentialsOf, keyRotated, secretRotation, spotInstanceTaken, through, type SandboxAws } from ".";

export type Send = () => Promise<unknown>;

export const OPERATIONS = [
  "s3:PutBucketVersioning", "s3:PutBucketLifecycle", "s3:PutBucketPolicy", "s3:PutBucketLogging", "s3:PutBucketAcl",
  "s3:GetBucketAcl", "s3:GetBucketPolicy", "s3:GetBucketLifecycle", "s3:DeleteBucket", "s3:DeleteBucketEncryption",
  "s3:DeleteBucketReplication", "s3:DeleteBucketPublicAccessBlock",
  "ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress", "ec2:CreateSecurityGroup",
  "ec2:DescribeSecurityGroups", "ec2:DescribeInstances", "ec2:DescribeVpcs", "ec2:DescribeRouteTables", "ec2:DescribeNetworkAcls",
  "ec2:CreateRoute", "ec2:AttachInternetGateway", "ec2:StartInstances", "ec2:ModifyImageAttribute",
  "ec2:ModifySnapshotAttribute", "ec2:ModifyInstanceAttribute", "ec2:DeleteFlowLogs", "ec2:EnableSerialConsoleAccess",
  "ec2:StopInstances", "ec2:CreateVpc", "ec2:CreateTrafficMirrorFilter", "ec2:ModifyTrafficMirrorSession", "ec2:CreateNetworkAclEntry",
  "iam:CreateUser", "iam:CreateAccessKey", "iam:CreateRole", "iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:PutUserPolicy",
  "iam:UpdateAssumeRolePolicy", "iam:DeleteGroupPolicy", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:CreateSAMLProvider",
  "sts:AssumeRole", "sts:GetCallerIdentity", "sts:GetFederationToken",
  "ssm:GetParameter", "ssm:GetParameters", "ssm:DescribeParameters", "ssm:DescribeInstanceInformation",
  "lambda:AddPermission20150331v2", "lambda:UpdateFunctionConfiguration20150331v2",
  "cloudtrail:PutEventSelectors", "cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:UpdateTrail",
  "kms:DisableKey", "secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets",
  "rds:ModifyDBSnapshotAttribute", "rds:CreateDBSnapshot", "rds:AddRoleToDBInstance", "rds:DeleteDBInstance", "rds:RebootDBInstance",
  "rds:ModifyDBInstance", "rds:ModifyDBCluster", "rds:DescribeDBSnapshots",
  "logs:CreateLogStream", "dynamodb:DescribeTable",
] as const;

/** For each operation, calls made like the real ones. Whether they succeed does not matter to their shape. */
export function callsThrough(aws: SandboxAws): Readonly<Record<(typeof OPERATIONS)[number], readonly Send[]>> {
  const options = { endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(aws.people.bob), maxAttempts: 1 };
  const toS3 = new s3.S3Client(options);
  const toEc2 = new ec2.EC2Client(options);
  const toIam = new iam.IAMClient(options);
  const toSts = new sts.STSClient(options);
  const toSsm = new ssm.SSMClient(options);
  const toLambda = new lambda.LambdaClient(options);
  const toTrail = new cloudtrail.CloudTrailClient(options);
  const toKms = new kms.KMSClient(options);
  const toSecrets = new secrets.SecretsManagerClient(options);
  const toRds = new rds.RDSClient(options);
  const Bucket = "conformance";
  const role = `arn:aws:iam::${aws.accountId}:role/support`;
  const document = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const rule = { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "0.0.0.0/16" }] };
  return {
    "s3:PutBucketVersioning": [() => toS3.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled", MFADelete: "Enabled" } }))],
    "s3:PutBucketLifecycle": [() => toS3.send(new s3.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [{ ID: "all", Status: "Enabled", Filter: { Prefix: "*" }, Expiration: { Days: 1 } }] } }))],
    "s3:PutBucketPolicy": [() => toS3.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "a", Effect: "Allow", Principal: { AWS: "*" }, Action: "s3:GetBucketAcl", Resource: "arn:aws:s3:::conformance" }] }) }))],
    "s3:PutBucketLogging": [() => toS3.send(new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }))],
    "s3:PutBucketAcl": [() => toS3.send(new s3.PutBucketAclCommand({ Bucket, ACL: "private" }))],
    "s3:GetBucketAcl": [() => toS3.send(new s3.GetBucketAclCommand({ Bucket }))],
    "s3:GetBucketPolicy": [() => toS3.send(new s3.GetBucketPolicyCommand({ Bucket }))],
    "s3:GetBucketLifecycle": [() => toS3.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }))],
    "s3:DeleteBucket": [() => toS3.send(new s3.DeleteBucketCommand({ Bucket }))],
    "s3:DeleteBucketEncryption": [() => toS3.send(new s3.DeleteBucketEncryptionCommand({ Bucket }))],
    "s3:DeleteBucketReplication": [() => toS3.send(new s3.DeleteBucketReplicationCommand({ Bucket }))],
    "s3:DeleteBucketPublicAccessBlock": [() => toS3.send(new s3.DeletePublicAccessBlockCommand({ Bucket }))],
    "ec2:AuthorizeSecurityGroupIngress": [
      () => toEc2.send(new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: "sg-1", IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: "0.0.0.0/0" })),
      () => toEc2.send(new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId: "sg-1", IpPermissions: [rule] })),
    ],
    "ec2:AuthorizeSecurityGroupEgress": [() => toEc2.send(new ec2.AuthorizeSecurityGroupEgressCommand({ GroupId: "sg-1", IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "out" }] }] }))],
    "ec2:CreateSecurityGroup": [() => toEc2.send(new ec2.CreateSecurityGroupCommand({ GroupName: "conformance", Description: "d", VpcId: "vpc-1" }))],
    "ec2:DescribeSecurityGroups": [
      () => toEc2.send(new ec2.DescribeSecurityGroupsCommand({ GroupIds: ["sg-1"] })),
      () => toEc2.send(new ec2.DescribeSecurityGroupsCommand({ Filters: [{ Name: "vpc-id", Values: ["vpc-1"] }] })),
    ],
    "ec2:DescribeInstances": [
      () => toEc2.send(new ec2.DescribeInstancesCommand({})),
      () => toEc2.send(new ec2.DescribeInstancesCommand({ InstanceIds: ["i-1"] })),
    ],
    "ec2:DescribeVpcs": [() => toEc2.send(new ec2.DescribeVpcsCommand({}))],
    "ec2:DescribeRouteTables": [() => toEc2.send(new ec2.DescribeRouteTablesCommand({ Filters: [{ Name: "resource-id", Values: ["vpc-1"] }] }))],
    "ec2:DescribeNetworkAcls": [() => toEc2.send(new ec2.DescribeNetworkAclsCommand({ Filters: [{ Name: "vpc-id", Values: ["vpc-1"] }] }))],
    "ec2:CreateRoute": [() => toEc2.send(new ec2.CreateRouteCommand({ RouteTableId: "rtb-1", GatewayId: "igw-1", DestinationCidrBlock: "0.0.0.0/0" }))],
    "ec2:AttachInternetGateway": [() => toEc2.send(new ec2.AttachInternetGatewayCommand({ InternetGatewayId: "igw-1", VpcId: "vpc-1" }))],
    "ec2:StartInstances": [() => toEc2.send(new ec2.StartInstancesCommand({ InstanceIds: ["i-1"] }))],
    "ec2:ModifyImageAttribute": [() => toEc2.send(new ec2.ModifyImageAttributeCommand({ ImageId: "ami-1", Attribute: "launchPermission", LaunchPermission: { Add: [{ UserId: "846424999548" }] } }))],
    "ec2:ModifySnapshotAttribute": [() => toEc2.send(new ec2.ModifySnapshotAttributeCommand({ SnapshotId: "snap-1", Attribute: "createVolumePermission", CreateVolumePermission: { Add: [{ UserId: "846424999548" }] } }))],
    "ec2:ModifyInstanceAttribute": [() => toEc2.send(new ec2.ModifyInstanceAttributeCommand({ InstanceId: "i-1", UserData: { Value: Buffer.from("secret") } }))],
    "ec2:DeleteFlowLogs": [() => toEc2.send(new ec2.DeleteFlowLogsCommand({ FlowLogIds: ["fl-1"] }))],
    "ec2:EnableSerialConsoleAccess": [() => toEc2.send(new ec2.EnableSerialConsoleAccessCommand({}))],
    "ec2:StopInstances": [() => toEc2.send(new ec2.StopInstancesCommand({ InstanceIds: ["i-1"], Force: true }))],
    "ec2:CreateVpc": [() => toEc2.send(new ec2.CreateVpcCommand({ CidrBlock: "10.9.0.0/26", AmazonProvidedIpv6CidrBlock: false, InstanceTenancy: "default" }))],
    "ec2:CreateTrafficMirrorFilter": [() => toEc2.send(new ec2.CreateTrafficMirrorFilterCommand({ ClientToken: "t" }))],
    "ec2:ModifyTrafficMirrorSession": [() => toEc2.send(new ec2.ModifyTrafficMirrorSessionCommand({ TrafficMirrorSessionId: "tms-1", TrafficMirrorFilterId: "tmf-1", TrafficMirrorTargetId: "tmt-1", SessionNumber: 2, VirtualNetworkId: 5, RemoveFields: ["description", "packet-length"] }))],
    "ec2:CreateNetworkAclEntry": [() => toEc2.send(new ec2.CreateNetworkAclEntryCommand({ NetworkAclId: "acl-1", RuleNumber: 500, RuleAction: "allow", Protocol: "-1", Egress: true, CidrBlock: "0.0.0.0/0" }))],
    "iam:CreateUser": [() => toIam.send(new iam.CreateUserCommand({ UserName: "eve", Tags: [{ Key: "a", Value: "b" }] }))],
    "iam:CreateAccessKey": [() => toIam.send(new iam.CreateAccessKeyCommand({ UserName: "eve" }))],
    "iam:CreateRole": [() => toIam.send(new iam.CreateRoleCommand({ RoleName: "conformance", AssumeRolePolicyDocument: document, PermissionsBoundary: "arn:aws:iam::aws:policy/AWSDenyAll" }))],
    "iam:AttachRolePolicy": [() => toIam.send(new iam.AttachRolePolicyCommand({ RoleName: "support", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }))],
    "iam:AttachUserPolicy": [() => toIam.send(new iam.AttachUserPolicyCommand({ UserName: "eve", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }))],
    "iam:PutUserPolicy": [() => toIam.send(new iam.PutUserPolicyCommand({ UserName: "eve", PolicyName: "p", PolicyDocument: document }))],
    "iam:UpdateAssumeRolePolicy": [() => toIam.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName: "support", PolicyDocument: document }))],
    "iam:DeleteGroupPolicy": [() => toIam.send(new iam.DeleteGroupPolicyCommand({ GroupName: "g", PolicyName: "p" }))],
    "iam:CreateLoginProfile": [() => toIam.send(new iam.CreateLoginProfileCommand({ UserName: "eve", Password: "canary", PasswordResetRequired: false }))],
    "iam:UpdateLoginProfile": [() => toIam.send(new iam.UpdateLoginProfileCommand({ UserName: "eve", Password: "canary" }))],
    "iam:CreateSAMLProvider": [() => toIam.send(new iam.CreateSAMLProviderCommand({ Name: "sso", SAMLMetadataDocument: "<x/>".repeat(300) }))],
    "sts:AssumeRole": [() => toSts.send(new sts.AssumeRoleCommand({ RoleArn: role, RoleSessionName: "x1", DurationSeconds: 900 }))],
    "sts:GetCallerIdentity": [() => toSts.send(new sts.GetCallerIdentityCommand({}))],
    "sts:GetFederationToken": [() => toSts.send(new sts.GetFederationTokenCommand({ Name: "fed", Policy: document }))],
    "ssm:GetParameter": [() => toSsm.send(new ssm.GetParameterCommand({ Name: "/a", WithDecryption: true }))],
    "ssm:GetParameters": [() => toSsm.send(new ssm.GetParametersCommand({ Names: ["/a", "/b"], WithDecryption: true }))],
    "ssm:DescribeParameters": [() => toSsm.send(new ssm.DescribeParametersCommand({ MaxResults: 10, NextToken: "10" }))],
    "ssm:DescribeInstanceInformation": [() => toSsm.send(new ssm.DescribeInstanceInformationCommand({ Filters: [{ Key: "InstanceIds", Values: ["i-1"] }] }))],
    "lambda:AddPermission20150331v2": [() => toLambda.send(new lambda.AddPermissionCommand({ FunctionName: "f", StatementId: "s", Action: "lambda:InvokeFunction", Principal: "*" }))],
    "lambda:UpdateFunctionConfiguration20150331v2": [() => toLambda.send(new lambda.UpdateFunctionConfigurationCommand({ FunctionName: `arn:aws:lambda:${aws.region}:${aws.accountId}:function:f`, Layers: ["arn:aws:lambda:eu-central-1:111122223333:layer:l:1"], Environment: { Variables: { TOKEN: "canary" } } }))],
    "cloudtrail:PutEventSelectors": [() => toTrail.send(new cloudtrail.PutEventSelectorsCommand({ TrailName: "t", EventSelectors: [{ ReadWriteType: "ReadOnly", IncludeManagementEvents: false, ExcludeManagementEventSources: [], DataResources: [{ Type: "AWS::S3::Object", Values: [] }] }] }))],
    "cloudtrail:StopLogging": [() => toTrail.send(new cloudtrail.StopLoggingCommand({ Name: "t" }))],
    "cloudtrail:DeleteTrail": [() => toTrail.send(new cloudtrail.DeleteTrailCommand({ Name: "t" }))],
    "cloudtrail:UpdateTrail": [() => toTrail.send(new cloudtrail.UpdateTrailCommand({ Name: "t", IsMultiRegionTrail: false }))],
    "kms:DisableKey": [() => toKms.send(new kms.DisableKeyCommand({ KeyId: `arn:aws:kms:${aws.region}:${aws.accountId}:key/1` }))],
    "secretsmanager:GetSecretValue": [() => toSecrets.send(new secrets.GetSecretValueCommand({ SecretId: "s" }))],
    "secretsmanager:BatchGetSecretValue": [() => toSecrets.send(new secrets.BatchGetSecretValueCommand({ Filters: [{ Key: "tag-key", Values: ["a"] }] }))],
    "secretsmanager:ListSecrets": [() => toSecrets.send(new secrets.ListSecretsCommand({ Filters: [{ Key: "tag-key", Values: ["a"] }], MaxResults: 100 }))],
    "rds:ModifyDBSnapshotAttribute": [() => toRds.send(new rds.ModifyDBSnapshotAttributeCommand({ DBSnapshotIdentifier: "s", AttributeName: "restore", ValuesToAdd: ["503161813013"] }))],
    "rds:CreateDBSnapshot": [() => toRds.send(new rds.CreateDBSnapshotCommand({ DBInstanceIdentifier: "none", DBSnapshotIdentifier: "s" }))],
    "rds:AddRoleToDBInstance": [() => toRds.send(new rds.AddRoleToDBInstanceCommand({ DBInstanceIdentifier: "none", RoleArn: role, FeatureName: "s3Import" }))],
    "rds:DeleteDBInstance": [() => toRds.send(new rds.DeleteDBInstanceCommand({ DBInstanceIdentifier: "none", SkipFinalSnapshot: true }))],
    "rds:RebootDBInstance": [() => toRds.send(new rds.RebootDBInstanceCommand({ DBInstanceIdentifier: "none", ForceFailover: false }))],
    "rds:ModifyDBInstance": [
      () => toRds.send(new rds.ModifyDBInstanceCommand({ DBInstanceIdentifier: "none", ApplyImmediately: true, DeletionProtection: false })),
      () => toRds.send(new rds.ModifyDBInstanceCommand({ DBInstanceIdentifier: "none", ApplyImmediately: true, MasterUserPassword: "canary-1234", AllowMajorVersionUpgrade: false, MaxAllocatedStorage: 1000 })),
    ],
    "rds:ModifyDBCluster": [() => toRds.send(new rds.ModifyDBClusterCommand({ DBClusterIdentifier: "none", EngineVersion: "8.0" }))],
    "rds:DescribeDBSnapshots": [() => toRds.send(new rds.DescribeDBSnapshotsCommand({ IncludePublic: true }))],
    "logs:CreateLogStream": [() => new logs.CloudWatchLogsClient(options).send(new logs.CreateLogStreamCommand({ logGroupName: "/g", logStreamName: "s" }))],
    "dynamodb:DescribeTable": [() => new dynamodb.DynamoDBClient(options).send(new dynamodb.DescribeTableCommand({ TableName: "t" }))],
  };
}

/** What the claims need beside: services of which there is no real record, and what they do by themselves. */
export function otherCalls(aws: SandboxAws): readonly Send[] {
  const options = { endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(aws.people.bob), maxAttempts: 1 };
  const toSsm = new ssm.SSMClient(options);
  const happening = { accountId: aws.accountId, region: aws.region, at: new Date() };
  const secret = `arn:aws:secretsmanager:${aws.region}:${aws.accountId}:secret:db-AbCdEf`;
  const onBehalf = new ssm.SSMClient(options);
  onBehalf.middlewareStack.use(through({ via: "sdk", onBehalfOf: { userId: "u-1", identityStoreArn: `arn:aws:identitystore::${aws.accountId}:identitystore/d-1` } }));
  const byCloudFormation = new s3.S3Client(options);
  byCloudFormation.middlewareStack.use(through({ via: "cloudformation" }));
  return [
    () => onBehalf.send(new ssm.DescribeParametersCommand({})),
    () => byCloudFormation.send(new s3.GetBucketAclCommand({ Bucket: "conformance" })),
    () => new ec2.EC2Client({ ...options, credentials: credentialsOf(aws.people.ci) }).send(new ec2.DescribeInstancesCommand({})),
    () => toSsm.send(new ssm.PutParameterCommand({ Name: "/a", Value: "plain", Type: "String" })),
    () => toSsm.send(new ssm.SendCommandCommand({ DocumentName: "AWS-RunShellScript", InstanceIds: ["i-1"], Parameters: { commands: ["canary"] } })),
    () => new lambda.LambdaClient(options).send(new lambda.UpdateFunctionCodeCommand({ FunctionName: "f", ImageUri: "i" })),
    () => new s3.S3Client(options).send(new s3.PutPublicAccessBlockCommand({ Bucket: "conformance", PublicAccessBlockConfiguration: { BlockPublicAcls: true } })),
    () => new sts.STSClient({ ...options, credentials: credentialsOf(aws.people.ci) }).send(new sts.GetCallerIdentityCommand({})),
    () => new iam.IAMClient(options).send(new iam.GetRoleCommand({ RoleName: "nobody" })),
    () => new rds.RDSClient(options).send(new rds.CreateDBInstanceCommand({ DBInstanceIdentifier: "db", DBInstanceClass: "db.t3.micro", Engine: "mysql", AllocatedStorage: 20, MasterUsername: "admin", MasterUserPassword: "canary-1234" })),
    () => new sns.SNSClient(options).send(new sns.DeleteTopicCommand({ TopicArn: `arn:aws:sns:${aws.region}:${aws.accountId}:t` })),
    () => new ecs.ECSClient(options).send(new ecs.CreateClusterCommand({ clusterName: "c" })),
    () => new events.EventBridgeClient(options).send(new events.PutRuleCommand({ Name: "r", ScheduleExpression: "rate(1 hour)", State: "ENABLED" })),
    () => {
      aws.addRecords([
        keyRotated({ ...happening, eventId: "e1" }, "1234abcd"),
        secretRotation({ ...happening, eventId: "e2" }, secret, "RotationSucceeded"),
        spotInstanceTaken({ ...happening, eventId: "e3" }, "i-1"),
      ]);
      return Promise.resolve();
    },
  ];
}
