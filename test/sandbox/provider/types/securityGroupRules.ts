import type { IpPermission } from "@aws-sdk/client-ec2";
import { z } from "zod";

const texts = z.array(z.string()).default([]);

const rule = z.object({
  cidrBlocks: texts,
  description: z.string().default(""),
  fromPort: z.number(),
  ipv6CidrBlocks: texts,
  prefixListIds: texts,
  protocol: z.string().transform((protocol) => (protocol.toLowerCase() === "all" ? "-1" : protocol.toLowerCase())),
  securityGroups: texts,
  self: z.boolean().default(false),
  toPort: z.number(),
});
export const rules = z.array(rule);
type Rule = z.infer<typeof rule>;

interface Described {
  readonly Description?: string | undefined;
}

/** One rule as EC2 stores it: one source each. */
interface Atom {
  readonly protocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly description: string;
  readonly kind: "cidrBlocks" | "ipv6CidrBlocks" | "prefixListIds" | "securityGroups" | "self";
  readonly source: string;
}

/**
 * EC2 merges rules of the same ports and forgets which of them stood together. Declared rules that are all there are
 * found again first; what is left is grouped as EC2 has it. The order is EC2's.
 * @param groupId a source that is the group itself is `self`
 */
export function rulesFrom(permissions: readonly IpPermission[], declared: readonly Rule[], groupId: string): readonly Rule[] {
  const live = permissions.flatMap((permission) => atomsFrom(permission, groupId));
  const position = new Map(live.map((atom, index) => [keyOf(atom), index]));
  const left = new Map(live.map((atom) => [keyOf(atom), atom]));
  const found: Rule[] = [];
  for (const wanted of declared) {
    const keys = atomsOf(wanted).map(keyOf);
    if (!keys.every((key) => left.has(key))) continue;
    keys.forEach((key) => left.delete(key));
    found.push(wanted);
  }
  const groups = new Set([...left.values()].map(groupOf));
  for (const group of groups) found.push(...ruleOf([...left.values()].filter((atom) => groupOf(atom) === group)));
  const first = (one: Rule) => Math.min(...atomsOf(one).map((atom) => position.get(keyOf(atom)) ?? 0));
  return found.sort((one, other) => first(one) - first(other));
}

export function permissionOf(one: Rule, groupId: string): IpPermission {
  const said = one.description === "" ? {} : { Description: one.description };
  const groups = [...one.securityGroups, ...(one.self ? [groupId] : [])];
  return {
    IpProtocol: one.protocol,
    // Ports of "all protocols" mean nothing, and EC2 answers none.
    ...(one.protocol === "-1" ? {} : { FromPort: one.fromPort, ToPort: one.toPort }),
    ...(one.cidrBlocks.length === 0 ? {} : { IpRanges: one.cidrBlocks.map((CidrIp) => ({ CidrIp, ...said })) }),
    ...(one.ipv6CidrBlocks.length === 0 ? {} : { Ipv6Ranges: one.ipv6CidrBlocks.map((CidrIpv6) => ({ CidrIpv6, ...said })) }),
    ...(one.prefixListIds.length === 0 ? {} : { PrefixListIds: one.prefixListIds.map((PrefixListId) => ({ PrefixListId, ...said })) }),
    ...(groups.length === 0 ? {} : { UserIdGroupPairs: groups.map((GroupId) => ({ GroupId, ...said })) }),
  };
}

export function isSameRule(one: Rule, other: Rule): boolean {
  const keys = (atoms: readonly Atom[]) => atoms.map(keyOf).sort().join("\n");
  return keys(atomsOf(one)) === keys(atomsOf(other));
}

/** @returns undefined where a source of that rule is not there; descriptions say nothing about that, the first one counts */
export function liveDescription(permissions: readonly IpPermission[], wanted: Rule, groupId: string): string | undefined {
  const live = permissions.flatMap((permission) => atomsFrom(permission, groupId));
  const found = atomsOf(wanted).map((atom) => live.find((other) => keyOf({ ...other, description: "" }) === keyOf({ ...atom, description: "" })));
  if (found.includes(undefined)) return undefined;
  return found.find((atom) => atom?.description !== "")?.description ?? "";
}

function atomsFrom(permission: IpPermission, groupId: string): readonly Atom[] {
  const shared = { protocol: permission.IpProtocol ?? "-1", fromPort: permission.FromPort ?? 0, toPort: permission.ToPort ?? 0 };
  const atom = (kind: Atom["kind"], source: string | undefined, { Description: description = "" }: Described): Atom => ({
    ...shared,
    description,
    kind,
    source: source ?? "",
  });
  return [
    ...(permission.IpRanges ?? []).map((range) => atom("cidrBlocks", range.CidrIp, range)),
    ...(permission.Ipv6Ranges ?? []).map((range) => atom("ipv6CidrBlocks", range.CidrIpv6, range)),
    ...(permission.PrefixListIds ?? []).map((list) => atom("prefixListIds", list.PrefixListId, list)),
    ...(permission.UserIdGroupPairs ?? []).map((group) =>
      group.GroupId === groupId ? atom("self", "self", group) : atom("securityGroups", group.GroupId, group),
    ),
  ];
}

function atomsOf(one: Rule): readonly Atom[] {
  const { protocol, description } = one;
  const ports = protocol === "-1" ? { fromPort: 0, toPort: 0 } : { fromPort: one.fromPort, toPort: one.toPort };
  const shared = { protocol, description, ...ports };
  const listed = (["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"] as const).flatMap((kind) =>
    one[kind].map((source) => ({ ...shared, kind, source })),
  );
  return one.self ? [...listed, { ...shared, kind: "self", source: "self" }] : listed;
}

function ruleOf(atoms: readonly Atom[]): Rule[] {
  const [first] = atoms;
  if (first === undefined) return [];
  const sources = (kind: Atom["kind"]) => atoms.filter((atom) => atom.kind === kind).map(({ source }) => source);
  return [
    {
      cidrBlocks: sources("cidrBlocks"),
      description: first.description,
      fromPort: first.fromPort,
      ipv6CidrBlocks: sources("ipv6CidrBlocks"),
      prefixListIds: sources("prefixListIds"),
      protocol: first.protocol,
      securityGroups: sources("securityGroups"),
      self: sources("self").length > 0,
      toPort: first.toPort,
    },
  ];
}

function groupOf({ protocol, fromPort, toPort, description }: Atom): string {
  return JSON.stringify([protocol, fromPort, toPort, description]);
}

function keyOf(atom: Atom): string {
  return JSON.stringify([groupOf(atom), atom.kind, atom.source]);
}
