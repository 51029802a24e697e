import { z } from "zod";
import { resourceType } from "../resourceType";

const shared = {
  defaults: {},
  documents: [],
  sets: [],
  computed: [],
  secretOutputs: [],
  tagged: false,
  regional: false,
  missing: ["NoSuchEntity", "NoSuchEntityException"],
} as const;

// Ids since v7: https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicyattachment/#import
export const iamRolePolicyAttachment = resourceType(z.object({ policyArn: z.string(), role: z.string() }), {
  ...shared,
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  forceNew: ["policyArn", "role"],
  async create(cloud, { policyArn, role }) {
    await (await cloud.iam()).attachRolePolicy({ RoleName: role, PolicyArn: policyArn });
    return `${role}/${policyArn}`;
  },
  async read(cloud, { id }) {
    const [role, policyArn] = partsOf(id);
    const { AttachedPolicies: attached = [] } = await (await cloud.iam()).listAttachedRolePolicies({ RoleName: role });
    return attached.some(({ PolicyArn: arn }) => arn === policyArn) ? { policyArn, role } : undefined;
  },
  update: () => Promise.reject(new Error("an attachment is only ever replaced")),
  async delete(cloud, id) {
    const [role, policyArn] = partsOf(id);
    await (await cloud.iam()).detachRolePolicy({ RoleName: role, PolicyArn: policyArn });
  },
});

export const iamUserPolicyAttachment = resourceType(z.object({ policyArn: z.string(), user: z.string() }), {
  ...shared,
  token: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  forceNew: ["policyArn", "user"],
  async create(cloud, { policyArn, user }) {
    await (await cloud.iam()).attachUserPolicy({ UserName: user, PolicyArn: policyArn });
    return `${user}/${policyArn}`;
  },
  async read(cloud, { id }) {
    const [user, policyArn] = partsOf(id);
    const { AttachedPolicies: attached = [] } = await (await cloud.iam()).listAttachedUserPolicies({ UserName: user });
    return attached.some(({ PolicyArn: arn }) => arn === policyArn) ? { policyArn, user } : undefined;
  },
  update: () => Promise.reject(new Error("an attachment is only ever replaced")),
  async delete(cloud, id) {
    const [user, policyArn] = partsOf(id);
    await (await cloud.iam()).detachUserPolicy({ UserName: user, PolicyArn: policyArn });
  },
});

/** Names have no slash, paths in ARNs have. */
function partsOf(id: string): readonly [string, string] {
  const at = id.indexOf("/");
  return [id.slice(0, at), id.slice(at + 1)];
}
