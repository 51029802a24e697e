import { deleted, drift, masker, type Told } from "../shapes/drifts";
import { alice, record } from "../shapes/records";
import { specify } from "./rows";

const at = (type: string, ...identities: readonly string[]) => (...told: readonly Told[]) => drift({ type, identities }, ...told);
const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const key = at("aws:kms/key:Key", keyId, keyArn);
const alias = { type: "aws:kms/alias:Alias", identities: ["alias/app", "arn:aws:kms:eu-west-1:111122223333:alias/app", keyId, keyArn] };
const kms = (operation: string, parameters: unknown, more = {}) => record("kms", operation, "02:00", alice, parameters, more);
const trailArn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit-trail";
const trail = at("aws:cloudtrail/trail:Trail", "audit-trail", trailArn);
const cloudtrail = (operation: string, parameters: unknown, responseElements: unknown = null) => record("cloudtrail", operation, "02:00", alice, parameters, { responseElements });
const secretArn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:app/db-AbCdEf";
const secret = at("aws:secretsmanager/secret:Secret", secretArn, "app/db");
const version = at("aws:secretsmanager/secretVersion:SecretVersion", `${secretArn}|EXAMPLE1-90ab-cdef-fedc-ba987SECRET1`, secretArn);
const secrets = (operation: string, parameters: unknown) => record("secretsmanager", operation, "02:00", alice, parameters);
const parameter = at("aws:ssm/parameter:Parameter", "/app/level", "arn:aws:ssm:eu-west-1:111122223333:parameter/app/level");
const ssm = (operation: string, parameters: unknown, responseElements: unknown = null) => record("ssm", operation, "02:00", alice, parameters, { responseElements });
const logGroup = at("aws:cloudwatch/logGroup:LogGroup", "/aws/lambda/fn", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/fn");
const logs = (operation: string, parameters: unknown) => record("logs", operation, "02:00", alice, parameters);
const policy = JSON.stringify({ Version: "2012-10-17", Id: "key-default-1", Statement: [{ Sid: "x", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" }] });

describe("operations of keys", () => {
  specify([
    ["a key's policy", key({ path: "policy", expected: "{}", actual: policy }), kms("PutKeyPolicy", { keyId, policyName: "default", policy: JSON.stringify(JSON.parse(policy), null, 2), bypassPolicyLockoutSafetyCheck: false }), "explains"],
    ["a key named by its ARN", key({ path: "policy", expected: "{}", actual: policy }), kms("PutKeyPolicy", { keyId: keyArn, policyName: "default", policy }), "explains"],
    ["another key's policy, of an id that goes on", key({ path: "policy", expected: "{}", actual: policy }), kms("PutKeyPolicy", { keyId: `${keyId}0`, policyName: "default", policy }), "elsewhere"],
    ["a key whose rotation was switched off", key({ path: "enableKeyRotation", expected: true, actual: false }), kms("DisableKeyRotation", { keyId }), "explains"],
    ["a key's days between rotations", key({ path: "rotationPeriodInDays", expected: 365, actual: 90 }), kms("EnableKeyRotation", { keyId, rotationPeriodInDays: 90 }), "explains"],
    ["a key that was switched off", key({ path: "isEnabled", expected: true, actual: false }), kms("DisableKey", { keyId }), "explains"],
    ["a key that waits for its deletion", deleted({ type: "aws:kms/key:Key", identities: [keyId, keyArn] }), kms("ScheduleKeyDeletion", { keyId, pendingWindowInDays: 7 }, { responseElements: { keyId: keyArn, deletionDate: "x" } }), "explains"],
    ["a key that waits for its deletion, where its state is told", key({ path: "isEnabled", expected: true, actual: false }), kms("ScheduleKeyDeletion", { keyId, pendingWindowInDays: 7 }), "explains"],
    ["a key whose deletion was called off, which leaves it switched off", key({ path: "isEnabled", expected: true, actual: false }), kms("CancelKeyDeletion", { keyId }), "explains"],
    ["a key that was used", key({ path: "policy", expected: "{}", actual: policy }), kms("CreateGrant", { keyId, granteePrincipal: "x", operations: ["Decrypt"] }), "elsewhere"],
    ["an alias that means another key", drift(alias, { path: "targetKeyId", expected: keyId, actual: "9999" }), kms("UpdateAlias", { aliasName: "alias/app", targetKeyId: "9999" }), "explains"],
    ["another alias of the key", drift(alias, { path: "targetKeyId", expected: keyId, actual: "9999" }), kms("UpdateAlias", { aliasName: "alias/other", targetKeyId: "9999" }), "elsewhere"],
    ["an alias that was deleted", deleted(alias), kms("DeleteAlias", { aliasName: "alias/app" }), "explains"],
    ["an alias of the key, another one of which was deleted", deleted(alias), kms("DeleteAlias", { aliasName: "alias/app-2" }), "elsewhere"],
    ["tags of a key", key({ path: "tags.owner", actual: "b" }), kms("TagResource", { keyId, tags: [{ tagKey: "owner", tagValue: "b" }] }), "explains"],
  ]);
});

describe("operations of trails and logs", () => {
  specify([
    ["a trail that was stopped, by its ARN", trail({ path: "enableLogging", expected: true, actual: false }), cloudtrail("StopLogging", { name: trailArn }), "explains"],
    ["a trail's validation", trail({ path: "enableLogFileValidation", expected: true, actual: false }), cloudtrail("UpdateTrail", { name: "audit-trail", enableLogFileValidation: false }, { name: "audit-trail", logFileValidationEnabled: false }), "explains"],
    ["a trail that was made regional", trail({ path: "isMultiRegionTrail", expected: true, actual: false }), cloudtrail("UpdateTrail", { name: "audit-trail", isMultiRegionTrail: false, includeGlobalServiceEvents: false }), "explains"],
    ["a trail's bucket", trail({ path: "s3BucketName", expected: "logs", actual: "mine" }), cloudtrail("UpdateTrail", { name: "audit-trail", s3BucketName: "mine" }), "explains"],
    ["a trail's key that was taken away", trail({ path: "kmsKeyId", expected: keyArn, actual: "" }), cloudtrail("UpdateTrail", { name: "audit-trail", kmsKeyId: "" }), "touches"],
    ["a trail's selectors", trail({ path: "eventSelectors[0].readWriteType", expected: "All", actual: "ReadOnly" }), cloudtrail("PutEventSelectors", { trailName: "audit-trail", eventSelectors: [{ readWriteType: "ReadOnly", includeManagementEvents: true, dataResources: [] }] }), "explains"],
    ["a trail's fields, the newer selectors", trail({ path: "advancedEventSelectors[0].fieldSelectors[0].equals[0]", expected: "Management", actual: "Data" }), cloudtrail("PutEventSelectors", { trailName: "audit-trail", advancedEventSelectors: [{ name: "x", fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }] }] }), "explains"],
    ["selectors that were replaced by the newer ones", trail({ path: "eventSelectors[0]", expected: { readWriteType: "All", includeManagementEvents: true } }), cloudtrail("PutEventSelectors", { trailName: "audit-trail", advancedEventSelectors: [{ name: "x", fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }] }] }), "touches"],
    ["a tag of a trail", trail({ path: "tags.owner", expected: "a" }), cloudtrail("RemoveTags", { resourceId: trailArn, tagsList: [{ key: "owner" }] }), "explains"],
    ["a retention", logGroup({ path: "retentionInDays", expected: 365, actual: 1 }), logs("PutRetentionPolicy", { logGroupName: "/aws/lambda/fn", retentionInDays: 1 }), "explains"],
    ["a retention that was taken away", logGroup({ path: "retentionInDays", expected: 365, actual: 0 }), logs("DeleteRetentionPolicy", { logGroupName: "/aws/lambda/fn" }), "explains"],
    ["a tag of a log group, by its ARN", logGroup({ path: "tags.owner", actual: "b" }), logs("TagResource", { resourceArn: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/fn", tags: { owner: "b" } }), "explains"],
  ]);
});

describe("operations of secrets and parameters", () => {
  specify([
    ["a parameter's value", parameter({ path: "value", expected: "info", actual: "debug" }), ssm("PutParameter", { name: "/app/level", value: "debug", type: "String", overwrite: true }, { version: 2, tier: "Standard" }), "explains"],
    ["a parameter named by its ARN", parameter({ path: "value", expected: "info", actual: "debug" }), ssm("PutParameter", { name: "arn:aws:ssm:eu-west-1:111122223333:parameter/app/level", value: "debug", overwrite: true }), "explains"],
    ["a parameter's value that the trail hides", parameter({ path: "value", expected: masker.mask("a"), actual: masker.mask("b") }), ssm("PutParameter", { name: "/app/level", value: "HIDDEN_DUE_TO_SECURITY_REASONS", type: "SecureString" }), "touches"],
    ["a parameter's description", parameter({ path: "description", expected: "a", actual: "b" }), ssm("PutParameter", { name: "/app/level", value: "x", description: "b", overwrite: true }), "explains"],
    ["a label, which changes no value", parameter({ path: "value", expected: "info", actual: "debug" }), ssm("LabelParameterVersion", { name: "/app/level", labels: ["x"] }), "elsewhere"],
    ["tags of a parameter", parameter({ path: "tags.owner", actual: "b" }), ssm("AddTagsToResource", { resourceType: "Parameter", resourceId: "/app/level", tags: [{ key: "owner", value: "b" }] }), "explains"],
    ["several parameters that were deleted", deleted({ type: "aws:ssm/parameter:Parameter", identities: ["/app/level"] }), ssm("DeleteParameters", { names: ["/app/other", "/app/level"] }), "explains"],
    ["a secret's value", version({ path: "secretString", expected: masker.mask("a"), actual: masker.mask("b") }), secrets("PutSecretValue", { secretId: secretArn, clientRequestToken: "x" }), "touches"],
    ["a secret's value, named by its name", version({ path: "secretString", expected: masker.mask("a"), actual: masker.mask("b") }), secrets("UpdateSecret", { secretId: secretArn, clientRequestToken: "x" }), "touches"],
    ["a secret's key", secret({ path: "kmsKeyId", expected: "", actual: "alias/x" }), secrets("UpdateSecret", { secretId: "app/db", kmsKeyId: "alias/x" }), "explains"],
    ["a secret of a name that goes on", secret({ path: "description", expected: "a", actual: "b" }), secrets("UpdateSecret", { secretId: "app/db-2", description: "b" }), "elsewhere"],
    ["a secret's policy", secret({ path: "policy", expected: "", actual: policy }), secrets("PutResourcePolicy", { secretId: "app/db", resourcePolicy: policy }), "explains"],
    ["a secret's rotation", at("aws:secretsmanager/secretRotation:SecretRotation", secretArn)({ path: "rotationRules.automaticallyAfterDays", expected: 30, actual: 365 }), secrets("RotateSecret", { secretId: secretArn, rotationRules: { automaticallyAfterDays: 365 }, rotateImmediately: false }), "explains"],
    ["a rotation that was ended", deleted({ type: "aws:secretsmanager/secretRotation:SecretRotation", identities: [secretArn] }), secrets("CancelRotateSecret", { secretId: secretArn }), "explains"],
    ["a secret that was deleted", deleted({ type: "aws:secretsmanager/secret:Secret", identities: [secretArn, "app/db"] }), secrets("DeleteSecret", { secretId: "app/db", recoveryWindowInDays: 7 }), "explains"],
  ]);
});
