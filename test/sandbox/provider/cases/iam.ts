import * as aws from "@pulumi/aws";
import type { IAM } from "@aws-sdk/client-iam";
import type { Live, OutOfBandChange, TypeCase } from "./case";

const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

const allow = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const trust = (principal: object) => allow({ Principal: principal, Action: "sts:AssumeRole" });
const EC2_MAY = trust({ Service: "ec2.amazonaws.com" });
const LIST = allow({ Action: "s3:ListBucket", Resource: "*" });
const EVERYTHING = allow({ Action: "*", Resource: "*" });

const tags = { app: "case" };
const owner = [{ Key: "owner", Value: "bob" }];
const OWNED = { "tags.owner": "add", "tagsAll.owner": "add" };

/** A change of one property by one call of IAM. */
function change(
  property: string, operation: string, make: (iam: IAM, live: Live) => Promise<unknown>, seen: OutOfBandChange["seen"] = { [property]: "update" },
): OutOfBandChange {
  return { property, operation: `iam:${operation}`, make: async (services, live) => make(await services.iam(), live), seen };
}

const roleOf = (name: string) => new aws.iam.Role(`${name}-role`, { assumeRolePolicy: EC2_MAY });

export const iam: readonly TypeCase[] = [
  {
    token: "aws:iam/role:Role",
    name: "role",
    declare: (name) =>
      new aws.iam.Role(name, {
        name: "case-role",
        assumeRolePolicy: EC2_MAY,
        description: "of the case",
        forceDetachPolicies: false,
        inlinePolicies: [{ name: "list", policy: LIST }],
        managedPolicyArns: [READ_ONLY],
        maxSessionDuration: 7200,
        path: "/cases/",
        permissionsBoundary: READ_ONLY,
        tags,
      }),
    fixed: { name: "is the role's identity", path: "is part of the role's identity", forceDetachPolicies: "is the provider's own" },
    changes: [
      change("assumeRolePolicy", "UpdateAssumeRolePolicy", (client, { id }) =>
        client.updateAssumeRolePolicy({ RoleName: id, PolicyDocument: trust({ AWS: "*" }) })),
      change("description", "UpdateRole", (client, { id }) => client.updateRole({ RoleName: id, Description: "of bob" })),
      change("maxSessionDuration", "UpdateRole", (client, { id }) => client.updateRole({ RoleName: id, MaxSessionDuration: 43200 })),
      change("permissionsBoundary", "PutRolePermissionsBoundary", (client, { id }) =>
        client.putRolePermissionsBoundary({ RoleName: id, PermissionsBoundary: ADMINISTRATOR })),
      change("permissionsBoundary", "DeleteRolePermissionsBoundary", (client, { id }) => client.deleteRolePermissionsBoundary({ RoleName: id })),
      change("managedPolicyArns", "AttachRolePolicy", (client, { id }) => client.attachRolePolicy({ RoleName: id, PolicyArn: ADMINISTRATOR }),
        { "managedPolicyArns[1]": "add" }),
      change("managedPolicyArns", "DetachRolePolicy", (client, { id }) => client.detachRolePolicy({ RoleName: id, PolicyArn: READ_ONLY }),
        { "managedPolicyArns[0]": "delete" }),
      change("inlinePolicies", "PutRolePolicy", (client, { id }) =>
        client.putRolePolicy({ RoleName: id, PolicyName: "everything", PolicyDocument: EVERYTHING }), { "inlinePolicies[1]": "add" }),
      change("tags", "TagRole", (client, { id }) => client.tagRole({ RoleName: id, Tags: owner }), OWNED),
    ],
    remove: async (services, { id }) => {
      const client = await services.iam();
      await client.deleteRolePolicy({ RoleName: id, PolicyName: "list" });
      await client.detachRolePolicy({ RoleName: id, PolicyArn: READ_ONLY });
      await client.deleteRole({ RoleName: id });
    },
  },
  {
    token: "aws:iam/rolePolicy:RolePolicy",
    name: "rolePolicy",
    declare: (name) => new aws.iam.RolePolicy(name, { name: "list", role: roleOf(name).name, policy: LIST }),
    fixed: { name: "is the policy's identity", role: "is the policy's place" },
    changes: [
      change("policy", "PutRolePolicy", (client, live) =>
        client.putRolePolicy({ RoleName: live.text("role"), PolicyName: live.text("name"), PolicyDocument: EVERYTHING })),
    ],
    remove: async (services, live) => (await services.iam()).deleteRolePolicy({ RoleName: live.text("role"), PolicyName: live.text("name") }),
  },
  {
    token: "aws:iam/policy:Policy",
    name: "policy",
    declare: (name) => new aws.iam.Policy(name, { name: "case-policy", description: "of the case", path: "/cases/", policy: LIST, tags }),
    fixed: { name: "is the policy's identity", path: "is part of the policy's identity", description: "has no call that changes it" },
    changes: [
      change("policy", "CreatePolicyVersion", (client, { id }) =>
        client.createPolicyVersion({ PolicyArn: id, PolicyDocument: EVERYTHING, SetAsDefault: true })),
      change("policy", "SetDefaultPolicyVersion", async (client, { id }) => {
        const { PolicyVersion: other } = await client.createPolicyVersion({ PolicyArn: id, PolicyDocument: EVERYTHING });
        return client.setDefaultPolicyVersion({ PolicyArn: id, VersionId: other?.VersionId });
      }),
      change("tags", "TagPolicy", (client, { id }) => client.tagPolicy({ PolicyArn: id, Tags: owner }), OWNED),
    ],
    remove: async (services, { id }) => {
      const client = await services.iam();
      const { Versions: versions = [] } = await client.listPolicyVersions({ PolicyArn: id });
      for (const { VersionId, IsDefaultVersion: isDefault } of versions) {
        if (isDefault !== true) await client.deletePolicyVersion({ PolicyArn: id, VersionId });
      }
      await client.deletePolicy({ PolicyArn: id });
    },
  },
  {
    token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    name: "rolePolicyAttachment",
    declare: (name) => new aws.iam.RolePolicyAttachment(name, { role: roleOf(name).name, policyArn: READ_ONLY }),
    fixed: { role: "is half of what it is", policyArn: "is the other half" },
    changes: [],
    remove: async (services, live) => (await services.iam()).detachRolePolicy({ RoleName: live.text("role"), PolicyArn: READ_ONLY }),
  },
  {
    token: "aws:iam/user:User",
    name: "user",
    declare: (name) => new aws.iam.User(name, { name: "case-user", forceDestroy: false, path: "/cases/", permissionsBoundary: READ_ONLY, tags }),
    fixed: { forceDestroy: "is the provider's own" },
    changes: [
      // The provider looks for it by its name.
      change("name", "UpdateUser", (client, { id }) => client.updateUser({ UserName: id, NewUserName: "bobs-user" }), "delete"),
      change("path", "UpdateUser", (client, { id }) => client.updateUser({ UserName: id, NewPath: "/bobs/" })),
      change("permissionsBoundary", "PutUserPermissionsBoundary", (client, { id }) =>
        client.putUserPermissionsBoundary({ UserName: id, PermissionsBoundary: ADMINISTRATOR })),
      change("tags", "TagUser", (client, { id }) => client.tagUser({ UserName: id, Tags: owner }), OWNED),
    ],
    remove: async (services, { id }) => (await services.iam()).deleteUser({ UserName: id }),
  },
  {
    token: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    name: "userPolicyAttachment",
    declare: (name) => new aws.iam.UserPolicyAttachment(name, { user: new aws.iam.User(`${name}-user`).name, policyArn: READ_ONLY }),
    fixed: { user: "is half of what it is", policyArn: "is the other half" },
    changes: [],
    remove: async (services, live) => (await services.iam()).detachUserPolicy({ UserName: live.text("user"), PolicyArn: READ_ONLY }),
  },
  {
    token: "aws:iam/accessKey:AccessKey",
    name: "accessKey",
    declare: (name) => new aws.iam.AccessKey(name, { user: new aws.iam.User(`${name}-user`).name, status: "Inactive" }),
    fixed: { user: "is whose key it is" },
    changes: [
      change("status", "UpdateAccessKey", (client, live) =>
        client.updateAccessKey({ UserName: live.text("user"), AccessKeyId: live.id, Status: "Active" })),
    ],
    remove: async (services, live) => (await services.iam()).deleteAccessKey({ UserName: live.text("user"), AccessKeyId: live.id }),
  },
];
