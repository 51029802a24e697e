import type { Route } from "@aws-sdk/client-ec2";
import { z } from "zod";

const text = z.string().default("");

/** Where a route may lead: by the property's name, the parameter's. */
const targetParameters = {
  carrierGatewayId: "CarrierGatewayId",
  coreNetworkArn: "CoreNetworkArn",
  egressOnlyGatewayId: "EgressOnlyInternetGatewayId",
  gatewayId: "GatewayId",
  localGatewayId: "LocalGatewayId",
  natGatewayId: "NatGatewayId",
  networkInterfaceId: "NetworkInterfaceId",
  transitGatewayId: "TransitGatewayId",
  vpcEndpointId: "VpcEndpointId",
  vpcPeeringConnectionId: "VpcPeeringConnectionId",
} as const;

export const targets = z.object({
  carrierGatewayId: text,
  coreNetworkArn: text,
  egressOnlyGatewayId: text,
  gatewayId: text,
  localGatewayId: text,
  natGatewayId: text,
  networkInterfaceId: text,
  transitGatewayId: text,
  vpcEndpointId: text,
  vpcPeeringConnectionId: text,
});
type Targets = z.infer<typeof targets>;

export function targetsFrom(live: Route): Targets {
  // EC2 names a VPC endpoint as a gateway.
  const endpoint = live.GatewayId?.startsWith("vpce-") === true ? live.GatewayId : undefined;
  return targets.parse({
    carrierGatewayId: live.CarrierGatewayId,
    coreNetworkArn: live.CoreNetworkArn,
    egressOnlyGatewayId: live.EgressOnlyInternetGatewayId,
    gatewayId: endpoint === undefined ? live.GatewayId : undefined,
    localGatewayId: live.LocalGatewayId,
    natGatewayId: live.NatGatewayId,
    networkInterfaceId: live.NetworkInterfaceId,
    transitGatewayId: live.TransitGatewayId,
    vpcEndpointId: endpoint,
    vpcPeeringConnectionId: live.VpcPeeringConnectionId,
  });
}

/** The one that is set, as a parameter of `CreateRoute` and `ReplaceRoute`. */
export function targetOf(given: Targets): Readonly<Record<string, string>> {
  const values: Readonly<Record<string, string>> = given;
  return Object.fromEntries(
    Object.entries(targetParameters).flatMap(([property, parameter]) => {
      const target = values[property] ?? "";
      return target === "" ? [] : [[parameter, target]];
    }),
  );
}
