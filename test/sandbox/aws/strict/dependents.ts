import { z } from "zod";
import { operationOf } from "../conduct";
import type { Refusal } from "../refusal";
import { parametersAs, unlessAbsent, type Stricture } from "./stricture";

const Parameters = z.object({ GroupId: z.string().optional(), SubnetId: z.string().optional(), RouteTableId: z.string().optional() });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: `DependencyViolation` */
export const dependents: Stricture = {
  calls: ["ec2:DeleteSecurityGroup", "ec2:DeleteSubnet", "ec2:DeleteRouteTable"],
  refuse: async (asked, live) => {
    const parameters = parametersAs(Parameters, asked.parameters);
    if (parameters === undefined) return undefined;
    const ec2 = await live.ec2();
    const { GroupId: group, SubnetId: subnet, RouteTableId: table } = parameters;
    const instances = async () => {
      const { Reservations: reservations = [] } = await ec2.describeInstances({});
      return reservations.flatMap(({ Instances = [] }) => Instances).filter(({ State }) => State?.Name !== "terminated");
    };
    switch (operationOf(asked)) {
      case "ec2:DeleteSecurityGroup": {
        if (group === undefined) return undefined;
        const { SecurityGroups: groups = [] } = await ec2.describeSecurityGroups({});
        const isNamed = groups
          .filter(({ GroupId }) => GroupId !== group)
          .flatMap(({ IpPermissions = [], IpPermissionsEgress = [] }) => [...IpPermissions, ...IpPermissionsEgress])
          .some(({ UserIdGroupPairs = [] }) => UserIdGroupPairs.some(({ GroupId }) => GroupId === group));
        const isWorn = (await instances()).some(({ SecurityGroups = [] }) => SecurityGroups.some(({ GroupId }) => GroupId === group));
        return isNamed || isWorn ? violation(`resource ${group} has a dependent object`) : undefined;
      }
      case "ec2:DeleteSubnet":
        if (!(await instances()).some(({ SubnetId }) => SubnetId === subnet)) return undefined;
        return violation(`The subnet '${subnet ?? ""}' has dependencies and cannot be deleted.`);
      default: {
        if (table === undefined) return undefined;
        const { RouteTables: [found] = [] } = (await unlessAbsent(ec2.describeRouteTables({ RouteTableIds: [table] }))) ?? {};
        if ((found?.Associations ?? []).length === 0) return undefined;
        return violation(`The routeTable '${table}' has dependencies and cannot be deleted.`);
      }
    }
  },
};

function violation(message: string): Refusal {
  return { code: "DependencyViolation", message };
}
