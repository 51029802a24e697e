import { deleted, drift } from "../shapes/drifts";
import { alice, record } from "../shapes/records";
import { specify } from "./rows";

const role = { type: "aws:iam/role:Role", identities: ["app", "arn:aws:iam::111122223333:role/app"] };
const user = { type: "aws:iam/user:User", identities: ["case-user", "arn:aws:iam::111122223333:user/case-user"] };
const policy = { type: "aws:iam/policy:Policy", identities: ["arn:aws:iam::111122223333:policy/p", "p"] };
const rolePolicy = { type: "aws:iam/rolePolicy:RolePolicy", identities: ["app:list", "list", "app"] };
const document = (action: string) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
const spaced = (action: string) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: [action], Resource: ["*"] }] }, null, 4);
const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const iam = (operation: string, parameters: unknown, responseElements: unknown = null) => record("iam", operation, "02:00", alice, parameters, { awsRegion: "us-east-1", responseElements });
const policyChange = drift(policy, { path: "policy", expected: document("s3:GetObject"), actual: document("*") });
const boundary = (resource: typeof role, told: object) => drift(resource, { path: "permissionsBoundary", expected: "arn:aws:iam::aws:policy/ReadOnlyAccess", ...told });

describe("operations of IAM", () => {
  specify([
    ["a policy's new version, made the default", policyChange, iam("CreatePolicyVersion", { policyArn: policy.identities[0], policyDocument: spaced("*"), setAsDefault: true }), "explains"],
    ["a policy's new version that is not the default", policyChange, iam("CreatePolicyVersion", { policyArn: policy.identities[0], policyDocument: spaced("*") }), "touches"],
    ["a policy's new version of another text, not the default", policyChange, iam("CreatePolicyVersion", { policyArn: policy.identities[0], policyDocument: spaced("ec2:*") }), "elsewhere"],
    ["a policy's new version of another text, the default", policyChange, iam("CreatePolicyVersion", { policyArn: policy.identities[0], policyDocument: spaced("ec2:*"), setAsDefault: true }), "contradicts"],
    ["a policy's default, set to a version whose text it does not tell", policyChange, iam("SetDefaultPolicyVersion", { policyArn: policy.identities[0], versionId: "v2" }), "touches"],
    ["a policy that was attached somewhere", policyChange, iam("AttachRolePolicy", { roleName: "app", policyArn: policy.identities[0] }), "elsewhere"],

    ["a trust policy", drift(role, { path: "assumeRolePolicy", expected: "{}", actual: document("sts:AssumeRole") }), iam("UpdateAssumeRolePolicy", { roleName: "app", policyDocument: spaced("sts:AssumeRole") }), "explains"],
    ["another role's trust policy", drift(role, { path: "assumeRolePolicy", expected: "{}", actual: document("sts:AssumeRole") }), iam("UpdateAssumeRolePolicy", { roleName: "app-2", policyDocument: spaced("sts:AssumeRole") }), "elsewhere"],
    ["a boundary that was put", boundary(role, { actual: admin }), iam("PutRolePermissionsBoundary", { roleName: "app", permissionsBoundary: admin }), "explains"],
    ["a boundary that was deleted", boundary(role, {}), iam("DeleteRolePermissionsBoundary", { roleName: "app" }), "explains"],
    ["a user's boundary", boundary(user, { actual: admin }), iam("PutUserPermissionsBoundary", { userName: "case-user", permissionsBoundary: admin }), "explains"],
    ["a role's longest session", drift(role, { path: "maxSessionDuration", expected: 7200, actual: 43200 }), iam("UpdateRole", { roleName: "app", maxSessionDuration: 43200 }), "explains"],
    ["a role's description, by the older call", drift(role, { path: "description", expected: "a", actual: "b" }), iam("UpdateRoleDescription", { roleName: "app", description: "b" }), "explains"],

    ["an inline policy of the role, of that name", drift(rolePolicy, { path: "policy", expected: document("s3:GetObject"), actual: document("*") }), iam("PutRolePolicy", { roleName: "app", policyName: "list", policyDocument: spaced("*") }), "explains"],
    ["another inline policy of the role", drift(rolePolicy, { path: "policy", expected: document("s3:GetObject"), actual: document("*") }), iam("PutRolePolicy", { roleName: "app", policyName: "list-2", policyDocument: spaced("*") }), "elsewhere"],
    ["an inline policy inside the role, changed", drift(role, { path: "inlinePolicies[0].policy", expected: document("s3:GetObject"), actual: document("*") }), iam("PutRolePolicy", { roleName: "app", policyName: "list", policyDocument: spaced("*") }), "explains"],
    ["an inline policy inside the role, deleted", drift(role, { path: "inlinePolicies[0]", expected: { name: "list", policy: document("*") } }), iam("DeleteRolePolicy", { roleName: "app", policyName: "list" }), "explains"],
    ["another inline policy inside the role, deleted", drift(role, { path: "inlinePolicies[0]", expected: { name: "list", policy: document("*") } }), iam("DeleteRolePolicy", { roleName: "app", policyName: "other" }), "elsewhere"],

    ["a user that was renamed", deleted(user), iam("UpdateUser", { userName: "case-user", newUserName: "bobs-user" }), "explains"],
    ["another user that took its name", deleted(user), iam("UpdateUser", { userName: "x", newUserName: "case-user" }), "elsewhere"],
    ["a user whose path was changed, and which is gone", deleted(user), iam("UpdateUser", { userName: "case-user", newPath: "/bobs/" }), "elsewhere"],
    ["a group that was renamed", deleted({ type: "aws:iam/group:Group", identities: ["admins"] }), iam("UpdateGroup", { groupName: "admins", newGroupName: "x" }), "explains"],
    ["a user's path", drift(user, { path: "path", expected: "/cases/", actual: "/bobs/" }), iam("UpdateUser", { userName: "case-user", newPath: "/bobs/" }), "explains"],
    ["an access key that was woken", drift({ type: "aws:iam/accessKey:AccessKey", identities: ["AKIAIOSFODNN7EXAMPLE", "alice"] }, { path: "status", expected: "Inactive", actual: "Active" }), iam("UpdateAccessKey", { userName: "alice", accessKeyId: "AKIAIOSFODNN7EXAMPLE", status: "Active" }), "explains"],
    ["tags of a policy", drift(policy, { path: "tags.owner", actual: "b" }), iam("TagPolicy", { policyArn: policy.identities[0], tags: [{ key: "owner", value: "b" }] }), "explains"],
    ["a role deleted", deleted(role), iam("DeleteRole", { roleName: "app" }), "explains"],
  ]);
});
