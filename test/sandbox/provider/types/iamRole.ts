import type { IAM } from "@aws-sdk/client-iam";
import { z } from "zod";
import { documentOutput } from "../policyDocument";
import { resourceType } from "../resourceType";
import { tagChanges, tagList, tagOutputs, tagsAll, tagsFrom } from "../tags";

const inlinePolicies = z.array(z.object({ name: z.string(), policy: z.string() }));

const inputs = z.object({
  name: z.string(),
  assumeRolePolicy: z.string(),
  description: z.string().optional(),
  inlinePolicies: inlinePolicies.optional(),
  managedPolicyArns: z.array(z.string()).optional(),
  maxSessionDuration: z.number(),
  path: z.string(),
  permissionsBoundary: z.string().optional(),
  tagsAll,
});

export const iamRole = resourceType(inputs, {
  token: "aws:iam/role:Role",
  autonamed: "name",
  defaults: { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
  forceNew: ["name", "namePrefix", "path"],
  documents: ["assumeRolePolicy", "inlinePolicies[*].policy"],
  sets: ["inlinePolicies", "managedPolicyArns"],
  computed: ["arn", "createDate", "inlinePolicies", "managedPolicyArns", "uniqueId"],
  secretOutputs: [],
  tagged: true,
  regional: false,
  missing: ["NoSuchEntity", "NoSuchEntityException"],
  async create(cloud, role) {
    const iam = await cloud.iam();
    await iam.createRole({
      RoleName: role.name,
      AssumeRolePolicyDocument: role.assumeRolePolicy,
      Description: role.description,
      MaxSessionDuration: role.maxSessionDuration,
      Path: role.path,
      PermissionsBoundary: role.permissionsBoundary,
      Tags: tagList(role.tagsAll),
    });
    await setPolicies(iam, role.name, NONE, { inline: role.inlinePolicies ?? [], managed: role.managedPolicyArns ?? [] });
    return role.name;
  },
  async read(cloud, { id, recorded }) {
    const iam = await cloud.iam();
    const [{ Role: live }, policies] = await Promise.all([iam.getRole({ RoleName: id }), policiesOf(iam, id)]);
    const spelled = new Map(inlinePolicies.catch([]).parse(recorded["inlinePolicies"]).map(({ name, policy }) => [name, policy]));
    return {
      arn: live?.Arn ?? "",
      assumeRolePolicy: documentOutput(decodeURIComponent(live?.AssumeRolePolicyDocument ?? ""), recorded["assumeRolePolicy"]),
      // Go's RFC 3339, without the milliseconds.
      createDate: live?.CreateDate?.toISOString().replace(/\.\d+Z$/, "Z") ?? "",
      description: live?.Description ?? "",
      forceDetachPolicies: recorded["forceDetachPolicies"] === true,
      inlinePolicies: policies.inline.map(({ name, policy }) => ({ name, policy: documentOutput(policy, spelled.get(name)) })),
      managedPolicyArns: policies.managed,
      maxSessionDuration: live?.MaxSessionDuration ?? 3600,
      name: id,
      path: live?.Path ?? "/",
      permissionsBoundary: live?.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
      uniqueId: live?.RoleId ?? "",
      ...tagOutputs(cloud, tagsFrom(live?.Tags ?? []), recorded),
    };
  },
  async update(cloud, id, role, recorded) {
    const iam = await cloud.iam();
    if (role.assumeRolePolicy !== recorded["assumeRolePolicy"]) {
      await iam.updateAssumeRolePolicy({ RoleName: id, PolicyDocument: role.assumeRolePolicy });
    }
    if ((role.description ?? "") !== recorded["description"] || role.maxSessionDuration !== recorded["maxSessionDuration"]) {
      await iam.updateRole({ RoleName: id, Description: role.description ?? "", MaxSessionDuration: role.maxSessionDuration });
    }
    const { permissionsBoundary: boundary = "" } = role;
    if (boundary !== recorded["permissionsBoundary"]) {
      if (boundary === "") await iam.deleteRolePermissionsBoundary({ RoleName: id });
      else await iam.putRolePermissionsBoundary({ RoleName: id, PermissionsBoundary: boundary });
    }
    const before = {
      inline: inlinePolicies.catch([]).parse(recorded["inlinePolicies"]),
      managed: z.array(z.string()).catch([]).parse(recorded["managedPolicyArns"]),
    };
    // What the program does not list belongs to other resources.
    const after = { inline: role.inlinePolicies ?? before.inline, managed: role.managedPolicyArns ?? before.managed };
    await setPolicies(iam, id, before, after);
    const { set, remove } = tagChanges(recorded, role.tagsAll);
    if (remove.length > 0) await iam.untagRole({ RoleName: id, TagKeys: remove });
    if (Object.keys(set).length > 0) await iam.tagRole({ RoleName: id, Tags: tagList(set) });
  },
  async delete(cloud, id) {
    const iam = await cloud.iam();
    await setPolicies(iam, id, await policiesOf(iam, id), NONE);
    await iam.deleteRole({ RoleName: id });
  },
});

interface Policies {
  readonly inline: readonly { readonly name: string; readonly policy: string }[];
  readonly managed: readonly string[];
}

const NONE: Policies = { inline: [], managed: [] };

async function policiesOf(iam: IAM, role: string): Promise<Policies> {
  const [{ PolicyNames: names = [] }, { AttachedPolicies: attached = [] }] = await Promise.all([
    iam.listRolePolicies({ RoleName: role }),
    iam.listAttachedRolePolicies({ RoleName: role }),
  ]);
  const inline = await Promise.all(
    names.map(async (name) => {
      const { PolicyDocument: document } = await iam.getRolePolicy({ RoleName: role, PolicyName: name });
      return { name, policy: decodeURIComponent(document ?? "") };
    }),
  );
  return { inline, managed: attached.flatMap(({ PolicyArn: arn }) => arn ?? []) };
}

async function setPolicies(iam: IAM, role: string, before: Policies, after: Policies): Promise<void> {
  for (const { name } of before.inline) {
    if (!after.inline.some((policy) => policy.name === name)) await iam.deleteRolePolicy({ RoleName: role, PolicyName: name });
  }
  for (const { name, policy } of after.inline) {
    const isSame = before.inline.some((other) => other.name === name && other.policy === policy);
    if (!isSame) await iam.putRolePolicy({ RoleName: role, PolicyName: name, PolicyDocument: policy });
  }
  for (const arn of before.managed) {
    if (!after.managed.includes(arn)) await iam.detachRolePolicy({ RoleName: role, PolicyArn: arn });
  }
  for (const arn of after.managed) {
    if (!before.managed.includes(arn)) await iam.attachRolePolicy({ RoleName: role, PolicyArn: arn });
  }
}
