import * as aws from "@pulumi/aws";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { Live, OutOfBandChange, TypeCase } from "./case";
import type { Services } from "../../services";

const tags = { app: "case" };

/** Puts a tag on anything that EC2 has. */
export const taggedByHand: OutOfBandChange = {
  property: "tags",
  operation: "ec2:CreateTags",
  make: async (services, { id }) => (await services.ec2()).createTags({ Resources: [id], Tags: [{ Key: "owner", Value: "bob" }] }),
  seen: { "tags.owner": "add", "tagsAll.owner": "add" },
};

/** A change of one property by one call of EC2. */
function change(property: string, operation: string, make: (ec2: EC2, live: Live) => Promise<unknown>, seen = { [property]: "update" }): OutOfBandChange {
  return { property, operation: `ec2:${operation}`, make: async (services: Services, live) => make(await services.ec2(), live), seen };
}

function vpcOf(name: string): aws.ec2.Vpc {
  return new aws.ec2.Vpc(`${name}-vpc`, { cidrBlock: "10.1.0.0/16" });
}

/** A VPN gateway, which a route may lead to as well as to the internet gateway. */
async function vpnGateway(ec2: EC2, vpcId: string): Promise<string | undefined> {
  const { VpnGateway: created } = await ec2.createVpnGateway({ Type: "ipsec.1" });
  await ec2.attachVpnGateway({ VpcId: vpcId, VpnGatewayId: created?.VpnGatewayId });
  return created?.VpnGatewayId;
}

async function natGateway(ec2: EC2, vpcId: string): Promise<string | undefined> {
  const { Subnets: [subnet] = [] } = await ec2.describeSubnets({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] });
  const { NatGateway: created } = await ec2.createNatGateway({ SubnetId: subnet?.SubnetId, ConnectivityType: "private" });
  return created?.NatGatewayId;
}

/** AWS deletes no VPC that still has one. */
async function removeGateways(ec2: EC2, vpcId: string): Promise<void> {
  const { VpnGateways: vpns = [] } = await ec2.describeVpnGateways({ Filters: [{ Name: "attachment.vpc-id", Values: [vpcId] }] });
  for (const { VpnGatewayId: id } of vpns) {
    await ec2.detachVpnGateway({ VpcId: vpcId, VpnGatewayId: id });
    await ec2.deleteVpnGateway({ VpnGatewayId: id });
  }
  const { NatGateways: nats = [] } = await ec2.describeNatGateways({ Filter: [{ Name: "vpc-id", Values: [vpcId] }] });
  for (const { NatGatewayId: id } of nats) await ec2.deleteNatGateway({ NatGatewayId: id });
}

/** The internet gateway that the table's routes lead to. */
async function gatewayIn(ec2: EC2, routeTableId: string): Promise<{ readonly vpcId: string; readonly gatewayId: string | undefined }> {
  const { RouteTables: [table] = [] } = await ec2.describeRouteTables({ RouteTableIds: [routeTableId] });
  const vpcId = table?.VpcId ?? "";
  const { InternetGateways: [gateway] = [] } = await ec2.describeInternetGateways({ Filters: [{ Name: "attachment.vpc-id", Values: [vpcId] }] });
  return { vpcId, gatewayId: gateway?.InternetGatewayId };
}

const EVERYWHERE = "0.0.0.0/0";
const OFFICE = "192.168.0.0/16";

export const network: readonly TypeCase[] = [
  {
    token: "aws:ec2/vpc:Vpc",
    name: "vpc",
    declare: (name) =>
      new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true, instanceTenancy: "default", tags }),
    fixed: { cidrBlock: "is the VPC's identity", instanceTenancy: "cannot become dedicated later" },
    changes: [
      change("enableDnsHostnames", "ModifyVpcAttribute", (ec2, { id }) => ec2.modifyVpcAttribute({ VpcId: id, EnableDnsHostnames: { Value: false } })),
      change("enableDnsSupport", "ModifyVpcAttribute", (ec2, { id }) => ec2.modifyVpcAttribute({ VpcId: id, EnableDnsSupport: { Value: false } })),
      taggedByHand,
    ],
    remove: async (services, { id }) => (await services.ec2()).deleteVpc({ VpcId: id }),
  },
  {
    token: "aws:ec2/subnet:Subnet",
    name: "subnet",
    declare: (name) =>
      new aws.ec2.Subnet(name, {
        vpcId: vpcOf(name).id,
        availabilityZone: "eu-central-1b",
        cidrBlock: "10.1.1.0/24",
        enableResourceNameDnsARecordOnLaunch: false,
        enableResourceNameDnsAaaaRecordOnLaunch: false,
        mapPublicIpOnLaunch: false,
        privateDnsHostnameTypeOnLaunch: "ip-name",
        tags,
      }),
    fixed: { vpcId: "is the subnet's place", availabilityZone: "is the subnet's place", cidrBlock: "is the subnet's identity" },
    changes: [
      change("mapPublicIpOnLaunch", "ModifySubnetAttribute", (ec2, { id }) =>
        ec2.modifySubnetAttribute({ SubnetId: id, MapPublicIpOnLaunch: { Value: true } })),
      change("enableResourceNameDnsARecordOnLaunch", "ModifySubnetAttribute", (ec2, { id }) =>
        ec2.modifySubnetAttribute({ SubnetId: id, EnableResourceNameDnsARecordOnLaunch: { Value: true } })),
      change("enableResourceNameDnsAaaaRecordOnLaunch", "ModifySubnetAttribute", (ec2, { id }) =>
        ec2.modifySubnetAttribute({ SubnetId: id, EnableResourceNameDnsAAAARecordOnLaunch: { Value: true } })),
      change("privateDnsHostnameTypeOnLaunch", "ModifySubnetAttribute", (ec2, { id }) =>
        ec2.modifySubnetAttribute({ SubnetId: id, PrivateDnsHostnameTypeOnLaunch: "resource-name" })),
      taggedByHand,
    ],
    remove: async (services, { id }) => (await services.ec2()).deleteSubnet({ SubnetId: id }),
  },
  {
    token: "aws:ec2/internetGateway:InternetGateway",
    name: "internetGateway",
    declare: (name) => new aws.ec2.InternetGateway(name, { vpcId: vpcOf(name).id, tags }),
    fixed: {},
    changes: [
      change("vpcId", "DetachInternetGateway", (ec2, live) => ec2.detachInternetGateway({ InternetGatewayId: live.id, VpcId: live.text("vpcId") })),
      taggedByHand,
    ],
    remove: async (services, live) => {
      const ec2 = await services.ec2();
      await ec2.detachInternetGateway({ InternetGatewayId: live.id, VpcId: live.text("vpcId") });
      await ec2.deleteInternetGateway({ InternetGatewayId: live.id });
    },
  },
  {
    token: "aws:ec2/routeTable:RouteTable",
    name: "routeTable",
    declare: (name) => {
      const vpc = vpcOf(name);
      const { id: gatewayId } = new aws.ec2.InternetGateway(`${name}-gateway`, { vpcId: vpc.id });
      return new aws.ec2.RouteTable(name, { vpcId: vpc.id, routes: [{ cidrBlock: EVERYWHERE, gatewayId }, { cidrBlock: OFFICE, gatewayId }], tags });
    },
    fixed: { vpcId: "is the table's place" },
    changes: [
      change("routes", "CreateRoute", async (ec2, { id }) => {
        const { gatewayId } = await gatewayIn(ec2, id);
        await ec2.createRoute({ RouteTableId: id, DestinationCidrBlock: "172.16.0.0/12", GatewayId: gatewayId });
      }, { "routes[2]": "add" }),
      change("routes", "ReplaceRoute", async (ec2, { id }) => {
        const { vpcId } = await gatewayIn(ec2, id);
        await ec2.replaceRoute({ RouteTableId: id, DestinationCidrBlock: EVERYWHERE, GatewayId: await vpnGateway(ec2, vpcId) });
      }, { "routes[0].gatewayId": "update" }),
      change("routes", "DeleteRoute", (ec2, { id }) => ec2.deleteRoute({ RouteTableId: id, DestinationCidrBlock: OFFICE }), { "routes[1]": "delete" }),
      taggedByHand,
    ],
    remove: async (services, live) => {
      const ec2 = await services.ec2();
      await ec2.deleteRouteTable({ RouteTableId: live.id });
      await removeGateways(ec2, live.text("vpcId"));
    },
  },
  {
    token: "aws:ec2/route:Route",
    name: "route",
    declare: (name) => {
      const vpc = vpcOf(name);
      const { id: gatewayId } = new aws.ec2.InternetGateway(`${name}-gateway`, { vpcId: vpc.id });
      const table = new aws.ec2.RouteTable(`${name}-table`, { vpcId: vpc.id });
      new aws.ec2.Subnet(`${name}-subnet`, { vpcId: vpc.id, cidrBlock: "10.1.2.0/24" });
      return new aws.ec2.Route(name, { routeTableId: table.id, destinationCidrBlock: EVERYWHERE, gatewayId });
    },
    fixed: { routeTableId: "is the route's place", destinationCidrBlock: "is the route's identity" },
    changes: [
      change("gatewayId", "ReplaceRoute", async (ec2, live) => {
        const table = live.text("routeTableId");
        const { vpcId } = await gatewayIn(ec2, table);
        await ec2.replaceRoute({ RouteTableId: table, DestinationCidrBlock: EVERYWHERE, GatewayId: await vpnGateway(ec2, vpcId) });
      }),
      change("gatewayId", "ReplaceRoute", async (ec2, live) => {
        const table = live.text("routeTableId");
        const { vpcId } = await gatewayIn(ec2, table);
        await ec2.replaceRoute({ RouteTableId: table, DestinationCidrBlock: EVERYWHERE, NatGatewayId: await natGateway(ec2, vpcId) });
      }, { gatewayId: "update", natGatewayId: "add" }),
    ],
    remove: async (services, live) => {
      const ec2 = await services.ec2();
      const table = live.text("routeTableId");
      const { vpcId } = await gatewayIn(ec2, table);
      await ec2.deleteRoute({ RouteTableId: table, DestinationCidrBlock: EVERYWHERE });
      await removeGateways(ec2, vpcId);
    },
  },
];
