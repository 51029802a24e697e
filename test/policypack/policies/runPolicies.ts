import { createRequire } from "node:module";
import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { z } from "zod";
import { makePolicies } from "../../../policypack/policies";
import type { Surroundings } from "../../../policypack/policies/policy";
import { URN } from "../drifts";

// The SDK wraps what it hands to a policy; the wrapper is not among its types.
const { unknownCheckingProxy, unknownStringValue } = z
  .object({ unknownCheckingProxy: z.custom<(props: object) => Record<string, unknown>>((value) => typeof value === "function"), unknownStringValue: z.string() })
  .parse(createRequire(__filename)("@pulumi/policy/proxy"));
export { unknownStringValue };

interface Resource {
  readonly urn?: string;
  readonly props: Record<string, unknown>;
}

/** One run of the pack's policies over some resources, without an engine. */
export async function runPolicies(surroundings: Partial<Surroundings>, resources: readonly Resource[], config: object = {}) {
  const violations: string[] = [];
  const advice: string[] = [];
  const shared = { stackTags: new Map<string, string>(), getConfig: z.custom<ResourceValidationArgs["getConfig"]>().parse(() => config), notApplicable: neverCalled };
  const policies = makePolicies({ folders: [], now: () => new Date("2026-03-02T03:00:00Z"), ...surroundings });
  for (const { urn = URN, props } of resources) {
    for (const policy of policies) {
      if (!("validateResource" in policy) || typeof policy.validateResource !== "function") continue;
      const args: ResourceValidationArgs = {
        ...shared,
        type: "aws:sqs/queue:Queue",
        props: unknownCheckingProxy(props),
        urn,
        name: "jobs",
        opts: { protect: false, ignoreChanges: [], aliases: [], customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 }, additionalSecretOutputs: [] },
        isType: () => false,
        asType: () => undefined,
      };
      await policy.validateResource(args, (message) => violations.push(message));
    }
  }
  for (const policy of policies) {
    const args: StackValidationArgs = { ...shared, resources: [] };
    if ("validateStack" in policy) await policy.validateStack(args, (message) => advice.push(message));
  }
  return { violations, advice };
}

function neverCalled(): never {
  throw new Error("not expected here");
}
