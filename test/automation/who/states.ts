import type { JsonObject } from "../../../policypack/model";
import { deploymentSchema } from "../../../automation/estate/deployment";
import type { StackAtRest } from "../../../automation/estate";

interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly outputs?: JsonObject;
  readonly more?: JsonObject;
}

export const SG = "sg-0a1b2c3d4e5f60718";
export const group: Recorded = { type: "aws:ec2/securityGroup:SecurityGroup", name: "web", id: SG, outputs: { name: "shop-prod-web", arn: `arn:aws:ec2:eu-west-1:111122223333:security-group/${SG}` } };
export const bucket = (type: string): Recorded => ({ type: `aws:s3/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`, name: "assets", id: "acme-assets", outputs: { bucket: "acme-assets" } });

/** A stack as its state has it. */
export function stackOf(name: string, ...resources: readonly Recorded[]): StackAtRest {
  const [, project = "", stack = ""] = name.split("/");
  return {
    ref: { name, project, stack },
    deployment: deploymentSchema.parse({ resources: resources.map(({ type, name: own, id, outputs = {}, more = {} }) => ({ urn: `urn:pulumi:${stack}::${project}::${type}::${own}`, type, custom: true, id, outputs, ...more })) }),
    updates: [],
  };
}
