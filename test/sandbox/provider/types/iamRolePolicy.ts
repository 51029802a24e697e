import { z } from "zod";
import { documentOutput } from "../policyDocument";
import { resourceType } from "../resourceType";

const inputs = z.object({ name: z.string(), role: z.string(), policy: z.string() });

export const iamRolePolicy = resourceType(inputs, {
  token: "aws:iam/rolePolicy:RolePolicy",
  autonamed: "name",
  defaults: {},
  forceNew: ["name", "namePrefix", "role"],
  documents: ["policy"],
  sets: [],
  computed: [],
  secretOutputs: [],
  tagged: false,
  regional: false,
  missing: ["NoSuchEntity", "NoSuchEntityException"],
  async create(cloud, { name, role, policy }) {
    await (await cloud.iam()).putRolePolicy({ RoleName: role, PolicyName: name, PolicyDocument: policy });
    return `${role}:${name}`;
  },
  async read(cloud, { id, recorded }) {
    const { role, name } = partsOf(id);
    const { PolicyDocument: live } = await (await cloud.iam()).getRolePolicy({ RoleName: role, PolicyName: name });
    return { name, role, policy: documentOutput(decodeURIComponent(live ?? ""), recorded["policy"]) };
  },
  async update(cloud, _id, { name, role, policy }) {
    await (await cloud.iam()).putRolePolicy({ RoleName: role, PolicyName: name, PolicyDocument: policy });
  },
  async delete(cloud, id) {
    const { role, name } = partsOf(id);
    await (await cloud.iam()).deleteRolePolicy({ RoleName: role, PolicyName: name });
  },
});

function partsOf(id: string): { readonly role: string; readonly name: string } {
  const at = id.indexOf(":");
  return { role: id.slice(0, at), name: id.slice(at + 1) };
}
