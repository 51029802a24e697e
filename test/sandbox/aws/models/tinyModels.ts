import type { ServiceIndex } from "./serviceIndex";
import { readServiceModel, type ServiceModel } from "./serviceModel";

/** Cuttings of the real models, one service for each protocol, for specs that need no emulator. */

const text = { type: "string" };
const number = { type: "integer" };

export const ec2 = readServiceModel("ec2", {
  metadata: { apiVersion: "2016-11-15", endpointPrefix: "ec2", protocol: "ec2" },
  operations: {
    AuthorizeSecurityGroupIngress: operation("AuthorizeSecurityGroupIngress", "Authorize", "Authorized"),
    DescribeSecurityGroups: operation("DescribeSecurityGroups", "Describe"),
    DeleteFlowLogs: operation("DeleteFlowLogs", "DeleteFlowLogs"),
  },
  shapes: {
    Text: text, Number: number, Flag: { type: "boolean" }, Secret: { type: "string", sensitive: true },
    Authorize: { type: "structure", members: {
      GroupId: { shape: "Text" }, IpPermissions: { shape: "Permissions" }, UserData: { shape: "Secret" },
      TagSpecifications: { shape: "TagSpecifications", locationName: "TagSpecification" }, DryRun: { shape: "Flag", locationName: "dryRun" },
    } },
    Permissions: { type: "list", member: { shape: "Permission", locationName: "item" } },
    Permission: { type: "structure", members: {
      IpProtocol: { shape: "Text", locationName: "ipProtocol" }, FromPort: { shape: "Number", locationName: "fromPort" },
      UserIdGroupPairs: { shape: "Ranges", locationName: "groups" }, IpRanges: { shape: "Ranges", locationName: "ipRanges" },
    } },
    Ranges: { type: "list", member: { shape: "Range", locationName: "item" } },
    Range: { type: "structure", members: { CidrIp: { shape: "Text", locationName: "cidrIp" } } },
    TagSpecifications: { type: "list", member: { shape: "TagSpecification", locationName: "item" } },
    TagSpecification: { type: "structure", members: { ResourceType: { shape: "Text", locationName: "resourceType" }, Tags: { shape: "Tags", locationName: "Tag" } } },
    Tags: { type: "list", member: { shape: "Tag", locationName: "item" } },
    Tag: { type: "structure", members: { Key: { shape: "Text", locationName: "key" }, Value: { shape: "Text", locationName: "value" } } },
    Authorized: { type: "structure", members: { Return: { shape: "Flag", locationName: "return" }, SecurityGroupRules: { shape: "Rules", locationName: "securityGroupRuleSet" } } },
    Rules: { type: "list", member: { shape: "Rule", locationName: "item" } },
    Rule: { type: "structure", members: { FromPort: { shape: "Number", locationName: "fromPort" } } },
    Describe: { type: "structure", members: { GroupIds: { shape: "GroupIds", locationName: "GroupId" }, Filters: { shape: "Filters", locationName: "Filter" } } },
    GroupIds: { type: "list", member: { shape: "Text", locationName: "groupId" } },
    Filters: { type: "list", member: { shape: "Filter", locationName: "Filter" } },
    Filter: { type: "structure", members: { Name: { shape: "Text" }, Values: { shape: "Values", locationName: "Value" } } },
    Values: { type: "list", member: { shape: "Text", locationName: "item" } },
    DeleteFlowLogs: { type: "structure", members: { FlowLogIds: { shape: "Values", locationName: "FlowLogId" } } },
  },
});

export const iam = readServiceModel("iam", {
  metadata: { apiVersion: "2010-05-08", endpointPrefix: "iam", protocol: "query" },
  operations: {
    CreateUser: { ...operation("CreateUser", "CreateUserRequest"), output: { shape: "CreateUserResponse", resultWrapper: "CreateUserResult" }, errors: [{ shape: "EntityAlreadyExistsException" }] },
    GetUser: operation("GetUser", "CreateUserRequest"),
  },
  shapes: {
    Text: text, Time: { type: "timestamp" }, Secret: { type: "string", sensitive: true },
    CreateUserRequest: { type: "structure", members: { UserName: { shape: "Text" }, Password: { shape: "Secret" }, Tags: { shape: "Tags" } } },
    Tags: { type: "list", member: { shape: "Tag" } },
    Tag: { type: "structure", members: { Key: { shape: "Text" }, Value: { shape: "Text" } } },
    CreateUserResponse: { type: "structure", members: { User: { shape: "User" } } },
    User: { type: "structure", members: { UserName: { shape: "Text" }, UserId: { shape: "Text" }, Arn: { shape: "Text" }, CreateDate: { shape: "Time" }, Tags: { shape: "Tags" } } },
    EntityAlreadyExistsException: { type: "structure", error: { code: "EntityAlreadyExists" } },
  },
});

export const rds = readServiceModel("rds", {
  metadata: { apiVersion: "2014-10-31", endpointPrefix: "rds", protocol: "query" },
  operations: {
    ModifyDBInstance: { ...operation("ModifyDBInstance", "Modify"), output: { shape: "Modified", resultWrapper: "ModifyDBInstanceResult" } },
  },
  shapes: {
    Text: text, Secret: { type: "string", sensitive: true },
    Modify: { type: "structure", members: { DBInstanceIdentifier: { shape: "Text" }, MasterUserPassword: { shape: "Secret" } } },
    Modified: { type: "structure", members: { DBInstance: { shape: "DBInstance" } } },
    DBInstance: { type: "structure", members: { DBInstanceIdentifier: { shape: "Text" } } },
  },
});

export const kms = readServiceModel("kms", {
  metadata: { apiVersion: "2014-11-01", endpointPrefix: "kms", protocol: "json", targetPrefix: "TrentService" },
  operations: { DisableKey: operation("DisableKey", "DisableKeyRequest") },
  shapes: { Text: text, DisableKeyRequest: { type: "structure", members: { KeyId: { shape: "Text" } } } },
});

export const ssm = readServiceModel("ssm", {
  metadata: { apiVersion: "2014-11-06", endpointPrefix: "ssm", protocol: "json", targetPrefix: "AmazonSSM" },
  operations: { PutParameter: operation("PutParameter", "PutParameterRequest", "PutParameterResult") },
  shapes: {
    Text: text, Number: number, Value: { type: "string", sensitive: true }, Time: { type: "timestamp" },
    PutParameterRequest: { type: "structure", members: { Name: { shape: "Text" }, Value: { shape: "Value" }, Attributes: { shape: "Attributes" }, ExpiresAt: { shape: "Time" } } },
    Attributes: { type: "map", key: { shape: "Text" }, value: { shape: "Text" } },
    PutParameterResult: { type: "structure", members: { Version: { shape: "Number" } } },
  },
});

export const cloudtrail = readServiceModel("cloudtrail", {
  metadata: { apiVersion: "2013-11-01", endpointPrefix: "cloudtrail", protocol: "json", targetPrefix: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101" },
  operations: { LookupEvents: operation("LookupEvents", "LookupEventsRequest") },
  shapes: { Text: text, LookupEventsRequest: { type: "structure", members: { NextToken: { shape: "Text" } } } },
});

export const s3 = readServiceModel("s3", {
  metadata: { apiVersion: "2006-03-01", endpointPrefix: "s3", protocol: "rest-xml" },
  operations: {
    CreateBucket: operation("CreateBucket", "BucketRequest", undefined, "PUT", "/{Bucket}"),
    PutBucketVersioning: operation("PutBucketVersioning", "BucketRequest", undefined, "PUT", "/{Bucket}?versioning"),
    PutBucketLifecycle: { ...operation("PutBucketLifecycle", "BucketRequest", undefined, "PUT", "/{Bucket}?lifecycle"), deprecated: true },
    PutBucketLifecycleConfiguration: operation("PutBucketLifecycleConfiguration", "BucketRequest", undefined, "PUT", "/{Bucket}?lifecycle"),
    PutPublicAccessBlock: operation("PutPublicAccessBlock", "BucketRequest", undefined, "PUT", "/{Bucket}?publicAccessBlock"),
    PutBucketPolicy: operation("PutBucketPolicy", "BucketRequest", undefined, "PUT", "/{Bucket}?policy"),
    PutObject: operation("PutObject", "BucketRequest", undefined, "PUT", "/{Bucket}/{Key+}"),
  },
  shapes: {
    Text: text,
    BucketRequest: { type: "structure", members: { Bucket: { shape: "Text", location: "uri", locationName: "Bucket" }, ACL: { shape: "Text", location: "header", locationName: "x-amz-acl" } } },
  },
});

export const lambda = readServiceModel("lambda", {
  metadata: { apiVersion: "2015-03-31", endpointPrefix: "lambda", protocol: "rest-json" },
  operations: {
    UpdateFunctionCode: operation("UpdateFunctionCode", "Request", undefined, "PUT", "/2015-03-31/functions/{FunctionName}/code"),
    DeleteFunction: operation("DeleteFunction", "Request", undefined, "DELETE", "/2015-03-31/functions/{FunctionName}"),
    Invoke: operation("Invoke", "Request", undefined, "POST", "/2015-03-31/functions/{FunctionName}/invocations"),
  },
  shapes: { Text: text, Request: { type: "structure", members: { FunctionName: { shape: "Text", location: "uri", locationName: "FunctionName" } } } },
});

const services: readonly ServiceModel[] = [ec2, iam, kms, rds, ssm, cloudtrail, s3, lambda];

export const tinyIndex: ServiceIndex = {
  signedAs: (name) => services.filter((service) => service.name === name),
  targetedAs: (prefix) => services.filter(({ metadata }) => metadata.targetPrefix?.endsWith(prefix)),
  ofVersion: (version) => services.filter(({ metadata }) => metadata.apiVersion === version),
  classicOperations: () => new Set(["AuthorizeSecurityGroupIngress", "DescribeSecurityGroups"]),
  isGlobal: (name) => name === "iam",
};

function operation(name: string, input: string, output?: string, method = "POST", requestUri = "/") {
  return { name, http: { method, requestUri }, input: { shape: input }, ...(output === undefined ? {} : { output: { shape: output } }) };
}
