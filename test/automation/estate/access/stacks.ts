import type { JsonObject } from "../../../../policypack/model";
import { deploymentSchema } from "../../../../automation/estate/deployment";
import type { AccessRules } from "../../../../automation/estate";
import type { StackAtRest } from "../../../../automation/estate/stack";

export const ONE = "111122223333";
export const TWO = "444455556666";

export const RULES: AccessRules = {
  accounts: [{ account: ONE, scanRole: `arn:aws:iam::${ONE}:role/scan` }],
  originalCredentials: [],
  settings: [],
};

export interface Provider {
  readonly name?: string;
  readonly package?: string;
  readonly inputs?: JsonObject;
  /** Outputs of its resources. */
  readonly resources: readonly JsonObject[];
}

/** A stack `organization/shop/prod` as its state has it. */
export function stackOf(...providers: readonly Provider[]): StackAtRest {
  const resources = providers.flatMap(({ name = "default", package: kind = "aws", inputs = {}, resources: outputs }, at) => {
    const urn = `urn:pulumi:prod::shop::pulumi:providers:${kind}::${name}`;
    return [
      { urn, type: `pulumi:providers:${kind}`, custom: true, id: `id-${at}`, inputs, outputs: inputs },
      ...outputs.map((one, index) => ({
        urn: `urn:pulumi:prod::shop::${kind}:sqs/queue:Queue::${name}-${index}`, type: `${kind}:sqs/queue:Queue`, custom: true,
        id: `https://sqs/${name}-${index}`, inputs: {}, outputs: one, provider: `${urn}::id-${at}`,
      })),
    ];
  });
  const ref = { name: "organization/shop/prod", project: "shop", stack: "prod" };
  return { ref, deployment: deploymentSchema.parse({ resources }), updates: [] };
}

export function queueIn(account: string, name = "jobs"): JsonObject {
  return { arn: `arn:aws:sqs:eu-central-1:${account}:${name}` };
}
