import type { EC2, Route as LiveRoute } from "@aws-sdk/client-ec2";
import { z } from "zod";
import { resourceType } from "../resourceType";
import { tagOutputs, tagsAll, tagsFrom } from "../tags";
import { tagSpecifications, updateTags } from "./ec2Tags";
import { targetOf, targets, targetsFrom } from "./ec2Routes";

const routes = z.array(targets.extend({ cidrBlock: z.string() }));
type Routes = z.infer<typeof routes>;

const inputs = z.object({
  propagatingVgws: z.array(z.string()).optional(),
  routes: routes.optional(),
  tagsAll,
  vpcId: z.string(),
});

export const ec2RouteTable = resourceType(inputs, {
  token: "aws:ec2/routeTable:RouteTable",
  defaults: {},
  forceNew: ["region", "vpcId"],
  documents: [],
  sets: ["propagatingVgws", "routes"],
  computed: ["arn", "ownerId", "propagatingVgws", "routes"],
  secretOutputs: [],
  tagged: true,
  regional: true,
  missing: ["InvalidRouteTableID.NotFound"],
  async create(cloud, table) {
    const ec2 = await cloud.ec2();
    const created = await ec2.createRouteTable({ VpcId: table.vpcId, ...tagSpecifications("route-table", table.tagsAll) });
    const id = created.RouteTable?.RouteTableId ?? "";
    await setPropagation(ec2, id, [], table.propagatingVgws ?? []);
    await setRoutes(ec2, id, [], table.routes ?? []);
    return id;
  },
  async read(cloud, { id, recorded }) {
    const ec2 = await cloud.ec2();
    const { RouteTables: [live] = [] } = await ec2.describeRouteTables({ RouteTableIds: [id] });
    if (live === undefined) return undefined;
    return {
      arn: `arn:aws:ec2:${cloud.region}:${live.OwnerId ?? ""}:route-table/${id}`,
      ownerId: live.OwnerId ?? "",
      propagatingVgws: (live.PropagatingVgws ?? []).flatMap(({ GatewayId: gateway }) => gateway ?? []),
      routes: routesFrom(live.Routes ?? [], routes.catch([]).parse(recorded["routes"])),
      vpcId: live.VpcId ?? "",
      ...tagOutputs(cloud, tagsFrom(live.Tags ?? []), recorded),
    };
  },
  async update(cloud, id, table, recorded) {
    const ec2 = await cloud.ec2();
    // What the program does not list belongs to other resources.
    const { propagatingVgws: gateways, routes: wanted } = table;
    const before = { gateways: z.array(z.string()).catch([]).parse(recorded["propagatingVgws"]), routes: routes.catch([]).parse(recorded["routes"]) };
    if (gateways !== undefined) await setPropagation(ec2, id, before.gateways, gateways);
    if (wanted !== undefined) await setRoutes(ec2, id, before.routes, wanted);
    await updateTags(ec2, id, recorded, table.tagsAll);
  },
  async delete(cloud, id) {
    const ec2 = await cloud.ec2();
    const { RouteTables: [live] = [] } = await ec2.describeRouteTables({ RouteTableIds: [id] });
    for (const { RouteTableAssociationId: association } of live?.Associations ?? []) {
      await ec2.disassociateRouteTable({ AssociationId: association });
    }
    await ec2.deleteRouteTable({ RouteTableId: id });
  },
});

/** Without what nobody made by hand: the VPC's own route and those that a gateway propagates. Declared ones come first, in their order. */
function routesFrom(live: readonly LiveRoute[], declared: Routes): Routes {
  const found = live.flatMap((route) => {
    const isAutomatic = route.GatewayId === "local" || route.Origin === "EnableVgwRoutePropagation";
    return isAutomatic ? [] : [{ ...targetsFrom(route), cidrBlock: route.DestinationCidrBlock ?? "" }];
  });
  const position = ({ cidrBlock }: Routes[number]) => {
    const index = declared.findIndex((route) => route.cidrBlock === cidrBlock);
    return index === -1 ? declared.length : index;
  };
  return found.sort((one, other) => position(one) - position(other));
}

async function setRoutes(ec2: EC2, id: string, before: Routes, after: Routes): Promise<void> {
  for (const { cidrBlock, ...target } of after) {
    const route = { RouteTableId: id, DestinationCidrBlock: cidrBlock, ...targetOf(target) };
    const known = before.find((one) => one.cidrBlock === cidrBlock);
    if (known === undefined) await ec2.createRoute(route);
    else if (JSON.stringify(targetOf(known)) !== JSON.stringify(targetOf(target))) await ec2.replaceRoute(route);
  }
  for (const { cidrBlock } of before) {
    if (!after.some((route) => route.cidrBlock === cidrBlock)) await ec2.deleteRoute({ RouteTableId: id, DestinationCidrBlock: cidrBlock });
  }
}

async function setPropagation(ec2: EC2, id: string, before: readonly string[], after: readonly string[]): Promise<void> {
  for (const gateway of before) {
    if (!after.includes(gateway)) await ec2.disableVgwRoutePropagation({ RouteTableId: id, GatewayId: gateway });
  }
  for (const gateway of after) {
    if (!before.includes(gateway)) await ec2.enableVgwRoutePropagation({ RouteTableId: id, GatewayId: gateway });
  }
}
