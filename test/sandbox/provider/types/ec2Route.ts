import { crc32 } from "node:zlib";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { targetOf, targets, targetsFrom } from "./ec2Routes";

const inputs = targets.extend({ destinationCidrBlock: z.string(), routeTableId: z.string() });

export const ec2Route = resourceType(inputs, {
  token: "aws:ec2/route:Route",
  defaults: {},
  forceNew: ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "region", "routeTableId"],
  documents: [],
  sets: [],
  computed: ["instanceId", "instanceOwnerId", "networkInterfaceId", "origin", "state"],
  secretOutputs: [],
  tagged: false,
  regional: true,
  missing: ["InvalidRoute.NotFound", "InvalidRouteTableID.NotFound"],
  async create(cloud, route) {
    const { destinationCidrBlock: destination, routeTableId } = route;
    await (await cloud.ec2()).createRoute({ RouteTableId: routeTableId, DestinationCidrBlock: destination, ...targetOf(route) });
    return `r-${routeTableId}${crc32(destination)}`;
  },
  async read(cloud, { recorded }) {
    const { routeTableId, destinationCidrBlock } = z.object({ routeTableId: z.string(), destinationCidrBlock: z.string() }).parse(recorded);
    const { RouteTables: [table] = [] } = await (await cloud.ec2()).describeRouteTables({ RouteTableIds: [routeTableId] });
    const live = table?.Routes?.find(({ DestinationCidrBlock: destination }) => destination === destinationCidrBlock);
    if (live === undefined) return undefined;
    return {
      ...targetsFrom(live),
      destinationCidrBlock,
      destinationIpv6CidrBlock: "",
      destinationPrefixListId: "",
      instanceId: live.InstanceId ?? "",
      instanceOwnerId: live.InstanceOwnerId ?? "",
      origin: live.Origin ?? "",
      routeTableId,
      state: live.State ?? "",
    };
  },
  async update(cloud, _id, route) {
    const { destinationCidrBlock, routeTableId } = route;
    await (await cloud.ec2()).replaceRoute({ RouteTableId: routeTableId, DestinationCidrBlock: destinationCidrBlock, ...targetOf(route) });
  },
  async delete(cloud, _id, recorded) {
    const { destinationCidrBlock, routeTableId } = inputs.parse(recorded);
    await (await cloud.ec2()).deleteRoute({ RouteTableId: routeTableId, DestinationCidrBlock: destinationCidrBlock });
  },
});
