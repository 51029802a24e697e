import { createRequire } from "node:module";
import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { z } from "zod";

// How the SDK wraps what it hands to a policy, and unwraps what a remediation gives back; none of it is among its types.
type Wrap = (props: object) => Record<string, unknown>;
const sdk = createRequire(__filename);
const wrap = z.custom<Wrap>((value) => typeof value === "function");
const { unknownCheckingProxy, unknownStringValue, UnknownValueError } = z
  .object({ unknownCheckingProxy: wrap, unknownStringValue: z.string(), UnknownValueError: z.custom<new () => Error>() })
  .parse(sdk("@pulumi/policy/proxy"));
const { deserializeProperties, serializeProperties } = z
  .object({ deserializeProperties: z.custom<(struct: unknown, proxies: boolean) => object>(), serializeProperties: z.custom<(props: object) => Promise<Record<string, unknown>>>() })
  .parse(sdk("@pulumi/policy/deserialize"));

/** A value that a preview does not know yet. */
export const UNKNOWN = unknownStringValue;

export interface Verdict {
  readonly said: readonly string[];
  /** The SDK tells the user that it could not be judged. */
  readonly unknown: boolean;
}

/** What a guardrail says of one resource, as the SDK's server asks it. */
export async function judge(policy: ResourceValidationPolicy, type: string, props: object, config: object = {}): Promise<Verdict> {
  const said: string[] = [];
  const { validateResource } = policy;
  if (typeof validateResource !== "function") throw new Error(`${policy.name} validates nothing`);
  const unknown = await isUnknown(() => validateResource(argsOf(type, arrived(props, false), config), (message) => said.push(message)));
  return { said, unknown };
}

/** The inputs after the remediation, or why there is none. */
export async function remediate(policy: ResourceValidationPolicy, type: string, props: object): Promise<Record<string, unknown> | "nothing" | "unknown"> {
  let after: Record<string, unknown> | "nothing" = "nothing";
  const unknown = await isUnknown(async () => {
    const changed = await policy.remediateResource?.(argsOf(type, arrived(props, true), {}));
    if (changed) after = await serializeProperties(changed);
  });
  return unknown ? "unknown" : after;
}

/** As the engine sends it: JSON, in which a secret is an object of its own kind. */
function arrived(props: object, keepsSecrets: boolean): Record<string, unknown> {
  return unknownCheckingProxy(deserializeProperties({ toJavaScript: (): unknown => JSON.parse(JSON.stringify(props)) }, keepsSecrets));
}

async function isUnknown(run: () => unknown): Promise<boolean> {
  try {
    await run();
    return false;
  } catch (error) {
    if (error instanceof UnknownValueError) return true;
    throw error;
  }
}

function argsOf(type: string, props: Record<string, unknown>, config: object): ResourceValidationArgs {
  return {
    type,
    props,
    urn: `urn:pulumi:prod::orders::${type}::it`,
    name: "it",
    opts: { protect: false, ignoreChanges: [], aliases: [], customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 }, additionalSecretOutputs: [] },
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    getConfig: z.custom<ResourceValidationArgs["getConfig"]>().parse(() => config),
    notApplicable: (reason) => {
      throw new Error(`not expected here: ${reason ?? ""}`);
    },
  };
}
