import { isJsonObject, type Json, type JsonObject } from "../../policypack/model";
import type { ResourceState } from "../refresh/observation";
import type { Difference } from "./difference";
import { findIdentities } from "./identities";
import { valueAt } from "./valueAt";

interface Sidecar {
  readonly owner: string;
  readonly output: string;
  readonly type: string;
  /** The sidecar's input that names its owner. */
  readonly link: string;
  /** Where the output lists several sidecars: is this element that one? */
  readonly isElement?: (element: Json | undefined, sidecar: JsonObject) => boolean;
}

const bucket = (output: string, type: string): Sidecar => ({ owner: "aws:s3/bucket:Bucket", output, type: `aws:s3/${type}`, link: "bucket" });
const group = (output: "ingress" | "egress", type: string, protocol: string): Sidecar => ({
  owner: "aws:ec2/securityGroup:SecurityGroup",
  output,
  type,
  link: "securityGroupId",
  isElement: (element, rule) =>
    isJsonObject(element) &&
    (rule["type"] ?? output) === output &&
    element["protocol"] === rule[protocol] &&
    (rule[protocol] === "-1" || (element["fromPort"] === rule["fromPort"] && element["toPort"] === rule["toPort"])),
});

/** Where a route goes: as a route table lists it, and as a route of its own has it. */
const DESTINATIONS = [
  ["cidrBlock", "destinationCidrBlock"], ["ipv6CidrBlock", "destinationIpv6CidrBlock"], ["destinationPrefixListId", "destinationPrefixListId"],
] as const;

/** Outputs of one resource that show what another resource sets. Types without their "V2". */
const SIDECARS: readonly Sidecar[] = [
  bucket("versioning", "bucketVersioning:BucketVersioning"),
  bucket("policy", "bucketPolicy:BucketPolicy"),
  bucket("acl", "bucketAcl:BucketAcl"),
  bucket("grants", "bucketAcl:BucketAcl"),
  bucket("loggings", "bucketLogging:BucketLogging"),
  bucket("logging", "bucketLogging:BucketLogging"),
  bucket("lifecycleRules", "bucketLifecycleConfiguration:BucketLifecycleConfiguration"),
  bucket("corsRules", "bucketCorsConfiguration:BucketCorsConfiguration"),
  bucket("website", "bucketWebsiteConfiguration:BucketWebsiteConfiguration"),
  bucket("websites", "bucketWebsiteConfiguration:BucketWebsiteConfiguration"),
  bucket("requestPayer", "bucketRequestPaymentConfiguration:BucketRequestPaymentConfiguration"),
  bucket("accelerationStatus", "bucketAccelerateConfiguration:BucketAccelerateConfiguration"),
  bucket("serverSideEncryptionConfiguration", "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
  bucket("serverSideEncryptionConfigurations", "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"),
  bucket("replicationConfiguration", "bucketReplicationConfig:BucketReplicationConfig"),
  {
    owner: "aws:iam/role:Role", output: "inlinePolicies", type: "aws:iam/rolePolicy:RolePolicy", link: "role",
    isElement: (element, policy) => isJsonObject(element) && element["name"] === policy["name"],
  },
  {
    owner: "aws:iam/role:Role", output: "managedPolicyArns", type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", link: "role",
    isElement: (element, attachment) => element === attachment["policyArn"],
  },
  {
    owner: "aws:ec2/routeTable:RouteTable", output: "routes", type: "aws:ec2/route:Route", link: "routeTableId",
    isElement: (element, route) =>
      isJsonObject(element) && DESTINATIONS.some(([listed, own]) => isText(route[own]) && element[listed] === route[own]),
  },
  group("ingress", "aws:ec2/securityGroupRule:SecurityGroupRule", "protocol"),
  group("egress", "aws:ec2/securityGroupRule:SecurityGroupRule", "protocol"),
  group("ingress", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ipProtocol"),
  group("egress", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "ipProtocol"),
];

/** A resource of the stack and the states that it was found in, without secrets; `actual` is absent where it is gone. */
export interface Neighbour {
  readonly resource: { readonly type: string; readonly urn: string; readonly id?: string | undefined };
  readonly recorded: ResourceState;
  readonly actual?: ResourceState;
}

/**
 * A resource of the same stack that sets what a changed output of its owner shows. It is compared itself, so its
 * owner has nothing to add: neither when both drift, nor when the owner was recorded before the sidecar was made.
 * Gives its name.
 */
export function findSetter(owner: Neighbour, difference: Difference, stack: readonly Neighbour[]): string | undefined {
  const [output] = difference.place.path;
  const names = new Set([owner.resource.id, ...findIdentities(owner.resource.type, owner.resource.id ?? "", owner.recorded.outputs)]);
  const sidecars = SIDECARS.filter((sidecar) => sidecar.output === output && sidecar.owner === plainType(owner.resource.type));
  for (const sidecar of sidecars) {
    const setter = stack.find(({ resource, recorded, actual }) => {
      // Most of a large stack ends here, for each of its differences.
      const link = recorded.inputs[sidecar.link] ?? recorded.outputs[sidecar.link];
      if (typeof link !== "string" || !names.has(link) || plainType(resource.type) !== sidecar.type) return false;
      if (sidecar.isElement === undefined) return true;
      const settings = { ...recorded.outputs, ...recorded.inputs };
      const states = [settings, { ...actual?.outputs, ...actual?.inputs }];
      return elements(owner, difference).some((element) => states.some((state) => sidecar.isElement?.(element, state)));
    });
    if (setter !== undefined) return nameOf(setter);
  }
  return undefined;
}

/** The element of a set that differs, as a whole. An index below it is one of the actual set. */
function elements(owner: Neighbour, { place, expected, actual }: Difference): readonly (Json | undefined)[] {
  return place.path.length > 2 ? [valueAt(owner.actual?.outputs, place.path.slice(0, 2))] : [expected, actual];
}

function nameOf({ resource: { urn } }: Neighbour): string {
  return urn.split("::").at(-1) ?? urn;
}

function isText(value: Json | undefined): boolean {
  return typeof value === "string" && value !== "";
}

function plainType(type: string): string {
  return type.replace(/V2(?=:|$)/g, "");
}
