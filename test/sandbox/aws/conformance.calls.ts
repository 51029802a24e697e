import * as ec2 from "@aws-sdk/client-ec2";
import * as iam from "@aws-sdk/client-iam";
import * as s3 from "@aws-sdk/client-s3";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import { credentialsOf, type SandboxAws } from ".";

export type Send = () => Promise<unknown>;

export const OPERATIONS = [
  "s3:PutBucketVersioning", "s3:PutBucketLifecycle", "s3:PutBucketPolicy", "s3:PutBucketLogging", "s3:PutBucketAcl",
  "s3:GetBucketAcl", "s3:GetBucketPolicy", "s3:GetBucketLifecycle", "s3:DeleteBucket", "s3:DeleteBucketEncryption",
  "s3:DeleteBucketReplication", "s3:DeleteBucketPublicAccessBlock",
  "ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress", "ec2:CreateSecurityGroup",
  "ec2:DescribeSecurityGroups", "ec2:DescribeInstances", "ec2:DescribeVpcs", "ec2:DescribeRouteTables", "ec2:DescribeNetworkAcls",
  "ec2:CreateRoute", "ec2:AttachInternetGateway", "ec2:StartInstances", "ec2:ModifyImageAttribute",
  "ec2:ModifySnapshotAttribute", "ec2:ModifyInstanceAttribute", "ec2:DeleteFlowLogs", "ec2:EnableSerialConsoleAccess",
  "ec2:CreateTrafficMirrorFilter", "ec2:ModifyTrafficMirrorSession", "ec2:CreateNetworkAclEntry",
  "iam:CreateUser", "iam:CreateAccessKey", "iam:CreateRole", "iam:AttachRolePolicy", "iam:AttachUserPolicy", "iam:PutUserPolicy",
  "iam:UpdateAssumeRolePolicy", "iam:DeleteGroupPolicy", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:CreateSAMLProvider",
  "sts:AssumeRole", "sts:GetCallerIdentity", "sts:GetFederationToken",
  "ssm:GetParameter", "ssm:GetParameters", "ssm:DescribeParameters", "ssm:DescribeInstanceInformation",
] as const;

/** For each operation, calls made like the real ones. Whether they succeed does not matter to their shape. */
export function callsThrough(aws: SandboxAws): Readonly<Record<(typeof OPERATIONS)[number], readonly Send[]>> {
  const options = { endpoint: aws.endpoint, region: aws.region, credentials: credentialsOf(aws.people.bob), maxAttempts: 1 };
  const toS3 = new s3.S3Client(options);
  const toEc2 = new ec2.EC2Client(options);
  const toIam = new iam.IAMClient(options);
  const toSts = new sts.STSClient(options);
  const toSsm = new ssm.SSMClient(options);
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
  };
}
