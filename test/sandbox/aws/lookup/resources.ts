import type { Json, JsonObject } from "../../../../policypack/model/json";
import { textAt } from "../json";
import type { CloudTrailRecord } from "../trail/record";

export interface LookupResource {
  readonly ResourceType: string;
  readonly ResourceName: string;
}

type Source = "request" | "response";

/** Where Event history finds a resource's name, by service; services that are not here have none. */
const PLACES: Readonly<Record<string, readonly (readonly [type: string, source: Source, ...path: readonly string[]])[]>> = {
  "s3.amazonaws.com": [["AWS::S3::Bucket", "request", "bucketName"]],
  "ec2.amazonaws.com": [
    ["AWS::EC2::SecurityGroup", "request", "groupId"],
    ["AWS::EC2::SecurityGroup", "request", "groupName"],
    ["AWS::EC2::SecurityGroup", "response", "groupId"],
    ["AWS::EC2::VPC", "request", "vpcId"],
    ["AWS::EC2::VPC", "response", "vpc", "vpcId"],
    ["AWS::EC2::Subnet", "request", "subnetId"],
    ["AWS::EC2::Instance", "request", "instanceId"],
  ],
  "iam.amazonaws.com": [
    ["AWS::IAM::Role", "request", "roleName"],
    ["AWS::IAM::Role", "response", "role", "arn"],
    ["AWS::IAM::Role", "response", "role", "roleId"],
    ["AWS::IAM::User", "request", "userName"],
    ["AWS::IAM::Policy", "request", "policyArn"],
    ["AWS::IAM::Policy", "request", "policyName"],
    ["AWS::IAM::AccessKey", "response", "accessKey", "accessKeyId"],
  ],
  "sts.amazonaws.com": [
    ["AWS::IAM::Role", "request", "roleArn"],
    ["AWS::STS::AssumedRole", "response", "assumedRoleUser", "arn"],
    ["AWS::STS::AssumedRole", "response", "assumedRoleUser", "assumedRoleId"],
    ["AWS::IAM::AccessKey", "response", "credentials", "accessKeyId"],
  ],
  // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Resource.html names these two.
  "rds.amazonaws.com": [["AWS::RDS::DBInstance", "request", "dBInstanceIdentifier"]],
  "cloudtrail.amazonaws.com": [["AWS::CloudTrail::Trail", "request", "name"], ["AWS::CloudTrail::Trail", "response", "trailARN"]],
  "kms.amazonaws.com": [["AWS::KMS::Key", "request", "keyId"]],
  "lambda.amazonaws.com": [["AWS::Lambda::Function", "request", "functionName"]],
};

/**
 * The `Resources` of an event in Event history. The lookup service makes them by itself, for some
 * services and in some of a resource's names: SQS queues and SSM parameters, for one, have none.
 */
export function lookupResources(record: CloudTrailRecord): readonly LookupResource[] {
  const found = (PLACES[record.eventSource] ?? []).flatMap(([type, source, ...path]) => {
    const name = textAt(source === "request" ? record.requestParameters : record.responseElements, ...path);
    return name === undefined ? [] : [{ ResourceType: type, ResourceName: name }];
  });
  return found.filter((one, index) => found.findIndex((other) => sameResource(one, other)) === index);
}

function sameResource(a: LookupResource, b: LookupResource): boolean {
  return a.ResourceType === b.ResourceType && a.ResourceName === b.ResourceName;
}

export function resourcesAsJson(resources: readonly LookupResource[]): readonly JsonObject[] {
  return resources.map(({ ResourceType, ResourceName }): Record<string, Json> => ({ ResourceType, ResourceName }));
}
