import { auditRegionOf } from "../../automation/attribute/resourceServices";
import type { Label, Labelled, Told } from "./label";

const ELSEWHERE = "af-south-1";
const SOMEBODY_ELSE = "990000000001";

/**
 * Resources that nobody touched, made of those that somebody did: a longer and a shorter name, the same in another
 * account and, for what regions tell apart, in another region. The drift is the same, so only the name keeps them apart.
 */
export function lookAlikesOf(labels: readonly Label[]): readonly Label[] {
  const taken = new Set(labels.flatMap(({ resource }) => resource.identities));
  return labels.filter(({ truth }) => truth !== undefined).flatMap((label) => variants(label).filter(({ resource }) => resource.identities.every((name) => !taken.has(name) || isElsewhere(resource, label.resource))));
}

function variants({ what, resource, change, beside }: Label): readonly Label[] {
  const like = (how: string, other: Labelled): Label => ({ what: `${what}: ${how}`, resource: other, change, ...(beside === undefined ? {} : { beside }) });
  const named = (rename: (name: string) => string): Labelled => ({ ...resource, identities: resource.identities.map(rename) });
  const isRegional = auditRegionOf(resource.type, ELSEWHERE) === ELSEWHERE && !resource.type.startsWith("aws:s3/");
  return [
    like("a longer name", named((name) => `${name}-2`)),
    ...(resource.identities.every((name) => name.length > 3) ? [like("a shorter name", named((name) => name.slice(0, -1)))] : []),
    like("another account", { ...named((name) => name.replaceAll(resource.account, SOMEBODY_ELSE)), account: SOMEBODY_ELSE }),
    ...(isRegional ? [like("another region", { ...named((name) => name.replaceAll(resource.region, ELSEWHERE)), region: ELSEWHERE })] : []),
  ];
}

function isElsewhere(one: Labelled, other: Labelled): boolean {
  return one.account !== other.account || one.region !== other.region;
}

const OTHERWISE: readonly (readonly [string, Told])[] = [
  ["another tag of it", { path: "tags.untouched", expected: "a", actual: "b" }],
  ["the whole of it, gone", { path: "" }],
];

/** The same resources, in ways in which nobody touched them. Only for resources that a single call is about. */
export function otherwiseOf(labels: readonly Label[]): readonly Label[] {
  return labels.flatMap(({ what, resource, change }) =>
    OTHERWISE.filter(([, told]) => told.path !== change.path).map(([how, told]): Label => ({ what: `${what}: ${how}`, resource, change: told })),
  );
}
