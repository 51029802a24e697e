import type { EC2 } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagOutputs, tagsAll, tagsFrom } from "../tags";
import { tagSpecifications, updateTags } from "./ec2Tags";
import { isSameRule, permissionOf, rules, rulesFrom } from "./securityGroupRules";

const inputs = z.object({
  name: z.string(),
  description: z.string(),
  vpcId: z.string().optional(),
  ingress: rules.optional(),
  egress: rules.optional(),
  tagsAll,
});
type Rules = z.infer<typeof rules>;

export const ec2SecurityGroup = resourceType(inputs, {
  token: "aws:ec2/securityGroup:SecurityGroup",
  autonamed: "name",
  defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false, "ingress[*].self": false, "egress[*].self": false },
  forceNew: ["name", "namePrefix", "description", "vpcId", "region"],
  documents: [],
  sets: ["ingress", "ingress[*].securityGroups", "egress", "egress[*].securityGroups"],
  computed: ["arn", "egress", "ingress", "ownerId", "vpcId"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["InvalidGroup.NotFound", "InvalidGroupId.NotFound"],
  async create(cloud, group) {
    const ec2 = await cloud.ec2();
    const created = await ec2.createSecurityGroup({
      GroupName: group.name,
      Description: group.description,
      VpcId: group.vpcId,
      ...tagSpecifications("security-group", group.tagsAll),
    });
    const id = created.GroupId ?? "";
    const everywhere = rules.parse([{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }]);
    // AWS adds "allow all" to a new group; the provider takes it away, so that the program says what may leave.
    await setRules(ec2, id, { ingress: [], egress: everywhere }, { ingress: group.ingress ?? [], egress: group.egress ?? [] });
    return id;
  },
  async read(cloud, { id, recorded }) {
    const ec2 = await cloud.ec2();
    const { SecurityGroups: [live] = [] } = await ec2.describeSecurityGroups({ GroupIds: [id] });
    if (live === undefined) return undefined;
    return {
      arn: live.SecurityGroupArn ?? `arn:aws:ec2:${cloud.region}:${live.OwnerId ?? ""}:security-group/${id}`,
      description: live.Description ?? "",
      egress: rulesFrom(live.IpPermissionsEgress ?? [], rules.catch([]).parse(recorded["egress"]), id),
      ingress: rulesFrom(live.IpPermissions ?? [], rules.catch([]).parse(recorded["ingress"]), id),
      name: live.GroupName ?? "",
      ownerId: live.OwnerId ?? "",
      revokeRulesOnDelete: recorded["revokeRulesOnDelete"] === true,
      vpcId: live.VpcId ?? "",
      ...tagOutputs(cloud, tagsFrom(live.Tags ?? []), recorded),
    };
  },
  async update(cloud, id, group, recorded) {
    const ec2 = await cloud.ec2();
    const before = { ingress: rules.catch([]).parse(recorded["ingress"]), egress: rules.catch([]).parse(recorded["egress"]) };
    // What the program does not list belongs to other resources.
    await setRules(ec2, id, before, { ingress: group.ingress ?? before.ingress, egress: group.egress ?? before.egress });
    await updateTags(ec2, id, recorded, group.tagsAll);
  },
  async delete(cloud, id) {
    await (await cloud.ec2()).deleteSecurityGroup({ GroupId: id });
  },
});

interface Directions {
  readonly ingress: Rules;
  readonly egress: Rules;
}

/** Revokes first: a rule that only changed its description would be a duplicate. */
async function setRules(ec2: EC2, id: string, before: Directions, after: Directions): Promise<void> {
  const missingFrom = (these: Rules, others: Rules) =>
    these.filter((one) => !others.some((other) => isSameRule(one, other))).map((one) => permissionOf(one, id));
  for (const [direction, revoke, authorise] of [
    ["ingress", ec2.revokeSecurityGroupIngress.bind(ec2), ec2.authorizeSecurityGroupIngress.bind(ec2)],
    ["egress", ec2.revokeSecurityGroupEgress.bind(ec2), ec2.authorizeSecurityGroupEgress.bind(ec2)],
  ] as const) {
    const gone = missingFrom(before[direction], after[direction]);
    const added = missingFrom(after[direction], before[direction]);
    if (gone.length > 0) await revoke({ GroupId: id, IpPermissions: gone });
    if (added.length > 0) await authorise({ GroupId: id, IpPermissions: added });
  }
}
