import { z } from "zod";
import { parametersAs, unlessAbsent, type Stricture } from "./stricture";

const Parameters = z.object({ VpcId: z.string(), CidrBlock: z.string() });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: `InvalidSubnet.Conflict`, `InvalidSubnet.Range` */
export const subnets: Stricture = {
  calls: ["ec2:CreateSubnet"],
  refuse: async (asked, live) => {
    const parameters = parametersAs(Parameters, asked.parameters);
    if (parameters === undefined) return undefined;
    const { VpcId: vpcId, CidrBlock: wanted } = parameters;
    const ec2 = await live.ec2();
    const [vpc] = (await unlessAbsent(ec2.describeVpcs({ VpcIds: [vpcId] })))?.Vpcs ?? [];
    if (vpc === undefined) return undefined;
    const blocks = [vpc.CidrBlock, ...(vpc.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock)];
    if (!blocks.some((block) => block !== undefined && isInside(wanted, block))) {
      return { code: "InvalidSubnet.Range", message: `The CIDR '${wanted}' is invalid.` };
    }
    const { Subnets: others = [] } = await ec2.describeSubnets({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] });
    const isTaken = others.some(({ CidrBlock: other = "" }) => isInside(wanted, other) || isInside(other, wanted));
    return isTaken ? { code: "InvalidSubnet.Conflict", message: `The CIDR '${wanted}' conflicts with another subnet` } : undefined;
  },
};

/** IPv4 only. */
export function isInside(inner: string, outer: string): boolean {
  const [one, other] = [rangeOf(inner), rangeOf(outer)];
  return one !== undefined && other !== undefined && one.first >= other.first && one.last <= other.last;
}

function rangeOf(cidr: string): { readonly first: number; readonly last: number } | undefined {
  const [, address = "", bits = ""] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidr) ?? [];
  if (address === "") return undefined;
  const size = 2 ** (32 - Number(bits));
  const value = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = Math.floor(value / size) * size;
  return { first, last: first + size - 1 };
}
