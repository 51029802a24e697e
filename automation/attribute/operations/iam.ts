import { clears, sets, type ResourceOperations, type Writer } from "./writer";

/** Roles, users and groups have the same calls by their own names. */
function principal(kind: "Role" | "User" | "Group"): { readonly own: readonly Writer[]; readonly attachment: ResourceOperations; readonly inline: ResourceOperations } {
  const subjects = [`${kind.toLowerCase()}name`];
  const names = { policy: "policyDocument", name: "policyName" };
  return {
    own: [
      { operations: [`Attach${kind}Policy`], properties: ["managedPolicyArns"], effect: "adds", names: { managedPolicyArns: "policyArn" } },
      { operations: [`Detach${kind}Policy`], properties: ["managedPolicyArns"], effect: "removes", names: { managedPolicyArns: "policyArn" } },
      { operations: [`Put${kind}Policy`], properties: ["inlinePolicies"], effect: "adds", names },
      { operations: [`Delete${kind}Policy`], properties: ["inlinePolicies"], effect: "removes", names },
      sets([`Put${kind}PermissionsBoundary`], ["permissionsBoundary"]),
      clears([`Delete${kind}PermissionsBoundary`], ["permissionsBoundary"]),
    ],
    attachment: { subjects, alsoNamedBy: ["policyArn"], deletes: [`Detach${kind}Policy`, `Delete${kind}`], writers: [sets([`Attach${kind}Policy`], ["*"])] },
    inline: { subjects, alsoNamedBy: ["policyName"], deletes: [`Delete${kind}Policy`, `Delete${kind}`], writers: [sets([`Put${kind}Policy`], ["*"], names)] },
  };
}

const role = principal("Role");
const user = principal("User");
const group = principal("Group");

export const iam: Readonly<Record<string, ResourceOperations>> = {
  "iam/role": {
    subjects: ["rolename", "role"],
    deletes: ["DeleteRole"],
    writers: [
      sets(["UpdateAssumeRolePolicy"], ["assumeRolePolicy"], { assumeRolePolicy: "policyDocument" }),
      sets(["CreateRole"], ["assumeRolePolicy", "permissionsBoundary", "description", "maxSessionDuration"], { assumeRolePolicy: "assumeRolePolicyDocument" }),
      sets(["UpdateRole", "UpdateRoleDescription"], ["description", "maxSessionDuration"]),
      ...role.own,
    ],
  },
  "iam/rolePolicyAttachment": role.attachment,
  "iam/rolePolicy": role.inline,
  "iam/user": { subjects: ["username", "user"], deletes: ["DeleteUser"], renames: { UpdateUser: "newUserName" }, writers: [sets(["UpdateUser"], ["name", "path"], { name: "newUserName", path: "newPath" }), ...user.own] },
  "iam/userPolicyAttachment": user.attachment,
  "iam/userPolicy": user.inline,
  "iam/group": { subjects: ["groupname", "group"], deletes: ["DeleteGroup"], renames: { UpdateGroup: "newGroupName" }, writers: [sets(["UpdateGroup"], ["name", "path"], { name: "newGroupName", path: "newPath" }), ...group.own] },
  "iam/groupPolicyAttachment": group.attachment,
  "iam/groupPolicy": group.inline,
  "iam/userLoginProfile": { subjects: ["username"], deletes: ["DeleteLoginProfile", "DeleteUser"], writers: [sets(["CreateLoginProfile", "UpdateLoginProfile"], ["*"])] },
  "iam/accessKey": { subjects: ["accesskeyid"], deletes: ["DeleteAccessKey"], writers: [sets(["UpdateAccessKey"], ["status"])] },
  "iam/policy": {
    subjects: ["policyarn"],
    deletes: ["DeletePolicy"],
    writers: [
      { ...sets(["CreatePolicyVersion"], ["policy"], { policy: "policyDocument" }), given: { parameter: "setAsDefault", is: true } },
      { ...sets(["CreatePolicyVersion"], ["policy"], { policy: "policyDocument" }), given: { parameter: "setAsDefault", is: false }, prepares: true },
      // It tells the version's number and not its text.
      { ...sets(["SetDefaultPolicyVersion"], ["policy"], { policy: "policyDocument" }), whole: true },
    ],
  },
  "iam/instanceProfile": {
    subjects: ["instanceprofilename"],
    deletes: ["DeleteInstanceProfile"],
    writers: [sets(["AddRoleToInstanceProfile"], ["role"], { role: "roleName" }), clears(["RemoveRoleFromInstanceProfile"], ["role"])],
  },
};
