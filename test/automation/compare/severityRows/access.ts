import type { Json } from "../../../../policypack/model";
import type { Row } from "./row";

type Fields = Readonly<Record<string, Json>>;
const document = (...Statement: Fields[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const known: Fields = { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "x:Get", Resource: "*" };
const everybody: Fields = { ...known, Principal: "*" };
const stranger: Fields = { ...known, Principal: { AWS: "arn:aws:iam::999999999999:root" } };
const own = (Action: Json, Resource: Json = "arn:aws:s3:::b/*"): string => document({ Effect: "Allow", Action, Resource });
const ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";

/** Policies of things: whoever the document names may use them. */
const shared: readonly (readonly [type: string, property: string])[] = [
  ["s3/bucketPolicy", "policy"], ["s3/bucket", "policy"], ["sqs/queue", "policy"], ["sqs/queuePolicy", "policy"], ["sns/topic", "policy"],
  ["sns/topicPolicy", "policy"], ["kms/key", "policy"], ["kms/keyPolicy", "policy"], ["secretsmanager/secret", "policy"],
  ["secretsmanager/secretPolicy", "policy"], ["ecr/repositoryPolicy", "policy"], ["efs/fileSystemPolicy", "policy"], ["backup/vaultPolicy", "policy"],
  ["opensearch/domain", "accessPolicies"], ["apigateway/restApi", "policy"], ["ec2/vpcEndpoint", "policy"], ["dynamodb/resourcePolicy", "policy"],
  ["cloudwatch/eventBusPolicy", "policy"], ["cloudwatch/logResourcePolicy", "policyDocument"], ["iam/role", "assumeRolePolicy"], ["s3/accessPoint", "policy"],
];

/** Who may use it. */
export const access: readonly Row[] = [
  ...shared.flatMap(([type, property]): Row[] => [
    [`everybody may use ${type}`, type, property, document(known), document(known, everybody), "critical+"],
    [`another account may use ${type}`, type, property, document(known), document(known, stranger), "high+"],
  ]),
  // Conditions
  ["a condition is dropped", "sqs/queue", "policy", document({ ...everybody, Condition: { ArnEquals: { "aws:SourceArn": "arn:t" } } }), document(everybody), "critical+"],
  ["a condition that keeps nobody out", "s3/bucketPolicy", "policy", document(known), document(known, { ...everybody, Condition: { Bool: { "aws:SecureTransport": "true" } } }), "critical+"],
  ["a condition takes one more", "sqs/queue", "policy", document({ ...everybody, Condition: { StringEquals: { "aws:SourceAccount": ["1"] } } }), document({ ...everybody, Condition: { StringEquals: { "aws:SourceAccount": ["1", "2"] } } }), "high+"],
  ["a condition spares one more", "sqs/queue", "policy", document({ ...known, Condition: { StringNotEquals: { "aws:PrincipalTag/team": ["a", "b"] } } }), document({ ...known, Condition: { StringNotEquals: { "aws:PrincipalTag/team": ["a"] } } }), "high+"],
  ["a condition's network grows", "apigateway/restApi", "policy", document({ ...known, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/28" } } }), document({ ...known, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }), "high+"],
  ["a condition lets every network in", "apigateway/restApi", "policy", document({ ...everybody, Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }), document({ ...everybody, Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }), "critical+"],
  ["one more may be used", "s3/bucketPolicy", "policy", document({ ...known, Resource: "a" }), document({ ...known, Resource: ["a", "b"] }), "high+"],
  ["a Deny has an exception more", "s3/bucketPolicy", "policy", document({ Effect: "Deny", Principal: "*", NotAction: "x:Get", Resource: "*" }), document({ Effect: "Deny", Principal: "*", NotAction: ["x:Get", "x:Put"], Resource: "*" }), "high+"],
  // Identities
  ["a policy allows one more action", "iam/policy", "policy", own("s3:GetObject"), own(["s3:GetObject", "s3:PutObject"]), "high+"],
  ["a policy allows everything", "iam/policy", "policy", own("s3:GetObject"), own("*", "*"), "critical+"],
  ["a role's inline policy allows everything", "iam/rolePolicy", "policy", own("s3:GetObject"), own("*", "*"), "critical+"],
  ["a user's inline policy allows more", "iam/userPolicy", "policy", own("s3:GetObject"), own("s3:*"), "high+"],
  ["whoever rules identities rules all", "iam/groupPolicy", "policy", own("iam:GetRole", "*"), own("iam:*", "*"), "critical+"],
  ["a role gets a policy", "iam/role", "managedPolicyArns", [], ["arn:aws:iam::aws:policy/ReadOnlyAccess"], "high+"],
  ["a role becomes administrator", "iam/role", "managedPolicyArns", [], ["arn:aws:iam::aws:policy/AdministratorAccess"], "critical+"],
  ["a role gets an inline policy", "iam/role", "inlinePolicies[]", undefined, { name: "x", policy: own("s3:GetObject") }, "high+"],
  ["one more role has a policy", "iam/policyAttachment", "roles", ["a"], ["a", "b"], "high+"],
  ["one more user in a group", "iam/groupMembership", "users", ["a"], ["a", "b"], "high+"],
  ["a user is in one more group", "iam/userGroupMembership", "groups", ["a"], ["a", "b"], "high+"],
  ["a role's boundary is gone", "iam/role", "permissionsBoundary", "arn:p", undefined, "high+"],
  ["a user's boundary is gone", "iam/user", "permissionsBoundary", "arn:p", undefined, "high+"],
  ["longer sessions", "iam/role", "maxSessionDuration", 3600, 43200, "high"],
  ["another role in a profile", "iam/instanceProfile", "role", undefined, "admin", "high+"],
  ["an access key works again", "iam/accessKey", "status", "Inactive", "Active", "high+"],
  ["one more client of an identity provider", "iam/openIdConnectProvider", "clientIdLists", ["a"], ["a", "b"], "high+"],
  ["one more key of an identity provider", "iam/openIdConnectProvider", "thumbprintLists", ["a"], ["a", "b"], "high+"],
  ["shorter passwords", "iam/accountPasswordPolicy", "minimumPasswordLength", 14, 8, "high"],
  ["plainer passwords", "iam/accountPasswordPolicy", "requireSymbols", true, false, "high"],
  ["older passwords", "iam/accountPasswordPolicy", "maxPasswordAge", 90, 0, "high"],
  ["used passwords", "iam/accountPasswordPolicy", "passwordReusePrevention", 24, undefined, "high"],
  ["a second factor is a choice", "cognito/userPool", "mfaConfiguration", "ON", "OPTIONAL", "high"],
  ["anybody may sign up", "cognito/userPool", "adminCreateUserConfig.allowAdminCreateUserOnly", true, false, "high+"],
  ["guests get credentials", "cognito/identityPool", "allowUnauthenticatedIdentities", false, true, "critical+"],
  ["tokens go to one more address", "cognito/userPoolClient", "callbackUrls", ["https://a"], ["https://a", "https://b"], "high+"],
  ["a cluster's user is in one more group", "eks/accessEntry", "kubernetesGroups", ["a"], ["a", "system:masters"], "high+"],
  // Functions and APIs
  ["a function's URL asks nobody", "lambda/functionUrl", "authorizationType", "AWS_IAM", "NONE", "critical+"],
  ["everybody may call a function", "lambda/permission", "principal", "s3.amazonaws.com", "*", "critical+"],
  ["a function's permission names no source", "lambda/permission", "sourceArn", "arn:aws:s3:::b", undefined, "high+", { principal: "s3.amazonaws.com" }],
  ["a function's permission names no account", "lambda/permission", "sourceAccount", "111122223333", undefined, "high+", { principal: "s3.amazonaws.com" }],
  ["a function takes unsigned code", "lambda/function", "codeSigningConfigArn", "arn:c", undefined, "high"],
  ["a method asks nobody", "apigateway/method", "authorization", "AWS_IAM", "NONE", "critical+"],
  ["a method asks for no key", "apigateway/method", "apiKeyRequired", true, false, "high+"],
  ["a route asks nobody", "apigatewayv2/route", "authorizationType", "JWT", "NONE", "critical+"],
  ["a listener asks nobody", "lb/listener", "defaultActions[].type", "authenticate-oidc", "forward", "high+"],
  ["a listener asks for no certificate", "lb/listener", "mutualAuthentication.mode", "verify", "off", "high+"],
  ["a domain asks for no certificate", "apigateway/domainName", "mutualTlsAuthentication.truststoreUri", "s3://t", undefined, "high+"],
  ["links need no signature", "cloudfront/distribution", "defaultCacheBehavior.trustedKeyGroups", ["k"], undefined, "high+"],
  ["a search domain asks nobody", "opensearch/domain", "advancedSecurityOptions.enabled", true, false, "high+"],
  ["Kafka asks nobody", "msk/cluster", "clientAuthentication.unauthenticated", false, true, "critical+"],
  ["a cache asks for no password", "elasticache/replicationGroup", "userGroupIds", ["g"], [], "high+"],
  ["a shell in containers", "ecs/service", "enableExecuteCommand", false, true, "high+"],
  // Buckets
  ...["s3/bucketPublicAccessBlock", "s3/accountPublicAccessBlock"].flatMap((type) =>
    ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].map((flag): Row => [`${flag} is off in ${type}`, type, flag, true, false, "critical+"]),
  ),
  ["everybody may read a bucket", "s3/bucket", "acl", "private", "public-read", "critical+"],
  ["everybody may write a bucket", "s3/bucketAcl", "acl", "private", "public-read-write", "critical+"],
  ["everybody is granted a bucket", "s3/bucket", "grants[]", undefined, { type: "Group", uri: ALL_USERS, permissions: ["READ"] }, "critical+"],
  ["everybody is granted a bucket in its ACL", "s3/bucketAcl", "accessControlPolicy.grants[]", undefined, { grantee: { type: "Group", uri: ALL_USERS }, permission: "READ" }, "critical+"],
  ["another account is granted a bucket", "s3/bucketAcl", "accessControlPolicy.grants[]", undefined, { grantee: { type: "CanonicalUser", id: "0f3a" }, permission: "READ" }, "high+"],
  ["grants on objects count again", "s3/bucketOwnershipControls", "rule.objectOwnership", "BucketOwnerEnforced", "ObjectWriter", "high+"],
  ["a secret's policy may be public", "secretsmanager/secretPolicy", "blockPublicPolicy", true, false, "critical+"],
  // Copies
  ["everybody may restore a snapshot", "rds/snapshot", "sharedAccounts", [], ["all"], "critical+"],
  ["another account may restore a snapshot", "rds/snapshot", "sharedAccounts", [], ["999999999999"], "high+"],
  ["snapshots may be public", "ebs/snapshotBlockPublicAccess", "state", "block-all-sharing", "unblocked", "critical+"],
  ["images may be public", "ec2/imageBlockPublicAccess", "state", "block-new-sharing", "unblocked", "critical+"],
  ["everybody may launch an image", "ec2/amiLaunchPermission", "group", undefined, "all", "critical+"],
  ["another account may launch an image", "ec2/amiLaunchPermission", "accountId", undefined, "999999999999", "high+"],
  ["another account may copy a snapshot", "ec2/snapshotCreateVolumePermission", "accountId", undefined, "999999999999", "high+"],
  ["everybody may run a document", "ssm/document", "permissions.account_ids", "111122223333", "All", "critical+"],
  ["another account may run a document", "ssm/document", "permissions.account_ids", "111122223333", "111122223333,999999999999", "high+"],
  ["shares may leave the organisation", "ram/resourceShare", "allowExternalPrincipals", false, true, "high+"],
  ["a public build", "codebuild/project", "projectVisibility", "PRIVATE", "PUBLIC_READ", "critical+"],
];
