import { z } from "zod";
import { operationOf } from "../conduct";
import { parametersAs, unlessAbsent, type Stricture } from "./stricture";

const Parameters = z.object({
  RouteTableId: z.string(),
  DestinationCidrBlock: z.string().optional(),
  DestinationIpv6CidrBlock: z.string().optional(),
  DestinationPrefixListId: z.string().optional(),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: `RouteAlreadyExists`, `InvalidRoute.NotFound` */
export const routes: Stricture = {
  calls: ["ec2:CreateRoute", "ec2:ReplaceRoute", "ec2:DeleteRoute"],
  refuse: async (asked, live) => {
    const parameters = parametersAs(Parameters, asked.parameters);
    if (parameters === undefined) return undefined;
    const { RouteTableId: table, DestinationCidrBlock: v4, DestinationIpv6CidrBlock: v6, DestinationPrefixListId: list } = parameters;
    const destination = v4 ?? v6 ?? list ?? "";
    const ec2 = await live.ec2();
    const [found] = (await unlessAbsent(ec2.describeRouteTables({ RouteTableIds: [table] })))?.RouteTables ?? [];
    if (found === undefined) return undefined;
    const isThere = (found.Routes ?? []).some((route) =>
      [route.DestinationCidrBlock, route.DestinationIpv6CidrBlock, route.DestinationPrefixListId].includes(destination));
    if (operationOf(asked) === "ec2:CreateRoute") {
      return isThere ? { code: "RouteAlreadyExists", message: `The route identified by ${destination} already exists.` } : undefined;
    }
    if (isThere) return undefined;
    return { code: "InvalidRoute.NotFound", message: `no route with destination-cidr-block ${destination} in route table ${table}` };
  },
};
