import { createRequire } from "node:module";
import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { z } from "zod";
import { makePolicies } from "../../../policypack/policies";
import type { Policy, Surroundings } from "../../../policypack/policies/policy";
import { URN } from "../drifts";

// How the SDK wraps what it hands to a policy, and unwraps what a remediation gives back; none of it is among its types.
type Wrap = (props: object) => Record<string, unknown>;
const sdk = createRequire(__filename);
const wrap = z.custom<Wrap>((value) => typeof value === "function");
const { unknownCheckingProxy, unknownStringValue, UnknownValueError } = z
  .object({ unknownCheckingProxy: wrap, unknownStringValue: z.string(), UnknownValueError: z.custom<new () => Error>() })
  .parse(sdk("@pulumi/policy/proxy"));
const { secretsPreservingProxy } = z.object({ secretsPreservingProxy: wrap }).parse(sdk("@pulumi/policy/secret"));
const { serializeProperties } = z.object({ serializeProperties: z.custom<(props: object) => Promise<Record<string, unknown>>>() }).parse(sdk("@pulumi/policy/deserialize"));
export { unknownStringValue };

interface Resource {
  readonly urn?: string;
  readonly aliases?: readonly string[];
  readonly props: Record<string, unknown>;
}

interface RunOptions {
  /** Levels by policy, as a policy configuration sets them. */
  readonly levels?: Readonly<Record<string, "advisory" | "mandatory" | "remediate" | "disabled">>;
  /** What is in the stack at the end; else what was registered. */
  readonly atTheEnd?: readonly string[];
}

interface Said {
  readonly policy: string;
  readonly message: string;
}

class NotApplicable extends Error {}

/** One run of the pack's policies over some resources, as the SDK's server runs them, without an engine. */
export async function runPolicies(surroundings: Partial<Surroundings>, resources: readonly Resource[], config: object = {}, { levels = {}, atTheEnd }: RunOptions = {}) {
  const mandatory: Said[] = [];
  const advisory: Said[] = [];
  /** Which policy could not judge, since something is not known yet. */
  const unknown: string[] = [];
  const notApplicable: string[] = [];
  const remediated: Record<string, unknown>[] = [];
  const shared = { stackTags: new Map<string, string>(), getConfig: z.custom<ResourceValidationArgs["getConfig"]>().parse(() => config), notApplicable: refuse };
  const policies = makePolicies({ folders: [], now: () => new Date("2026-03-02T03:00:00Z"), ...surroundings });
  const levelOf = (policy: Policy) => levels[policy.name] ?? policy.enforcementLevel ?? "advisory";

  const judge = async (policy: Policy, run: (report: (message: string) => void) => unknown): Promise<void> => {
    const said = levelOf(policy) === "advisory" ? advisory : mandatory;
    try {
      await run((message) => said.push({ policy: policy.name, message }));
    } catch (error) {
      if (error instanceof UnknownValueError) unknown.push(policy.name);
      else if (error instanceof NotApplicable) notApplicable.push(policy.name);
      else throw error;
    }
  };
  const enabled = policies.filter((policy) => levelOf(policy) !== "disabled");

  for (const resource of resources) {
    let props = resource.props;
    for (const policy of enabled) {
      if (!("remediateResource" in policy) || levelOf(policy) !== "remediate") continue;
      const wrapped = unknownCheckingProxy(secretsPreservingProxy(copyOf(props)));
      await judge(policy, async () => {
        const changed = await policy.remediateResource?.(argsOf(resource, wrapped));
        if (changed) props = await serializeProperties(changed);
      });
    }
    remediated.push(props);
    for (const policy of enabled) {
      if (!("validateResource" in policy) || typeof policy.validateResource !== "function") continue;
      const { validateResource } = policy;
      await judge(policy, (report) => validateResource(argsOf(resource, unknownCheckingProxy(props)), report));
    }
  }
  const stack: StackValidationArgs = { ...shared, resources: (atTheEnd ?? resources.map(({ urn = URN }) => urn)).map(inStack) };
  for (const policy of enabled) {
    if ("validateStack" in policy) await judge(policy, (report) => policy.validateStack(stack, report));
  }
  const messages = (said: readonly Said[]) => said.map(({ message }) => message);
  return { violations: messages(mandatory), advice: messages(advisory), mandatory, advisory, unknown, notApplicable, remediated };

  function argsOf({ urn = URN, aliases = [] }: Resource, props: Record<string, unknown>): ResourceValidationArgs {
    return { ...shared, type: "aws:sqs/queue:Queue", props, urn, name: "jobs", opts: { ...options, aliases: [...aliases] }, isType: () => false, asType: () => undefined };
  }
}

const options = { protect: false, ignoreChanges: [], aliases: [], customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 }, additionalSecretOutputs: [] };

/** What a remediation writes must not reach the test's own values; assets and secrets are instances, and stay what they are. */
function copyOf(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, copied(inside)]));
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? copyOf(Object.fromEntries(Object.entries(value))) : value;
}

function inStack(urn: string): PolicyResource {
  return { type: "aws:sqs/queue:Queue", props: {}, urn, name: "jobs", opts: options, dependencies: [], propertyDependencies: {}, isType: () => false, asType: () => undefined };
}

function refuse(reason?: string): never {
  throw new NotApplicable(reason);
}
