import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagOutputs, tagsAll, tagsFrom } from "../tags";
import { tagSpecifications, updateTags } from "./ec2Tags";

const inputs = z.object({ tagsAll, vpcId: z.string().optional() });

export const ec2InternetGateway = resourceType(inputs, {
  token: "aws:ec2/internetGateway:InternetGateway",
  defaults: {},
  forceNew: ["region"],
  documents: [],
  sets: [],
  computed: ["arn", "ownerId", "vpcId"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["InvalidInternetGatewayID.NotFound"],
  async create(cloud, { vpcId, tagsAll: tags }) {
    const ec2 = await cloud.ec2();
    const created = await ec2.createInternetGateway(tagSpecifications("internet-gateway", tags));
    const id = created.InternetGateway?.InternetGatewayId ?? "";
    if (vpcId !== undefined) await ec2.attachInternetGateway({ InternetGatewayId: id, VpcId: vpcId });
    return id;
  },
  async read(cloud, { id, recorded }) {
    const ec2 = await cloud.ec2();
    const { InternetGateways: [live] = [] } = await ec2.describeInternetGateways({ InternetGatewayIds: [id] });
    if (live === undefined) return undefined;
    return {
      arn: `arn:aws:ec2:${cloud.region}:${live.OwnerId ?? ""}:internet-gateway/${id}`,
      ownerId: live.OwnerId ?? "",
      vpcId: live.Attachments?.[0]?.VpcId ?? "",
      ...tagOutputs(cloud, tagsFrom(live.Tags ?? []), recorded),
    };
  },
  async update(cloud, id, { vpcId, tagsAll: tags }, recorded) {
    const ec2 = await cloud.ec2();
    const before = recorded["vpcId"];
    if (vpcId !== undefined && vpcId !== before) {
      if (typeof before === "string" && before !== "") await ec2.detachInternetGateway({ InternetGatewayId: id, VpcId: before });
      await ec2.attachInternetGateway({ InternetGatewayId: id, VpcId: vpcId });
    }
    await updateTags(ec2, id, recorded, tags);
  },
  async delete(cloud, id, recorded) {
    const ec2 = await cloud.ec2();
    const { vpcId } = recorded;
    if (typeof vpcId === "string" && vpcId !== "") await ec2.detachInternetGateway({ InternetGatewayId: id, VpcId: vpcId });
    await ec2.deleteInternetGateway({ InternetGatewayId: id });
  },
});
