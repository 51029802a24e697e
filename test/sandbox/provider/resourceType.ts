import type { z } from "zod";
import type { Cloud } from "./cloud";
import { isAt } from "./propertyPath";
import type { Path } from "./propertyPath";
import type { PlainValues } from "./values";

/**
 * How one resource type behaves; the generic server does the rest. Property names are those of `@pulumi/aws`.
 * Wherever properties are listed, a nested one is named by its path: `ingress[*].self`, `environment.variables`;
 * `[*]` stands for every element of a list. A block of which there is at most one is an object, without `[*]`.
 */
interface Behaviour {
  readonly token: string;
  /** The property that gets `<resource name>-<7 hex>` when the program names nothing. */
  readonly autonamed?: string;
  /** Defaults that the provider's schema sets as inputs, listed in the `__defaults` of their block. */
  readonly defaults: PlainValues;
  /** Changing one of these, or anything inside, replaces the resource. */
  readonly forceNew: readonly string[];
  /** JSON policies: compared by meaning. */
  readonly documents: readonly string[];
  /** Lists whose order means nothing. */
  readonly sets: readonly string[];
  /**
   * Terraform's Computed, also where it is Optional too: AWS chooses where the program does not, so that a change is
   * no drift. What is not listed is taken back where the program does not set it.
   */
  readonly computed: readonly string[];
  /** Terraform's Sensitive: secret in inputs and outputs. */
  readonly secretOutputs: readonly string[];
  /** Objects whose keys are the user's, besides `tags` and `tagsAll`: they get no `__defaults`. */
  readonly maps?: readonly string[];
  /** Has `tags` and `tagsAll`. */
  readonly tagged: boolean;
  /** Has `region` among its inputs, as everything but the global services has since v7. */
  readonly regional: boolean;
  /** Names of the errors by which AWS says that it is not there. */
  readonly missing: readonly string[];
}

export interface Found {
  readonly id: string;
  /** What is declared (the last inputs, or the recorded outputs), to keep an order or a spelling that means the same. */
  readonly recorded: PlainValues;
}

export interface Created {
  readonly id: string;
  /** Outputs that AWS never tells again; from then on the state alone has them, and `recorded` brings them to `read`. */
  readonly toldOnce: PlainValues;
}

interface Calls<Inputs> {
  /** @returns the new id */
  readonly create: (cloud: Cloud, inputs: Inputs) => Promise<string | Created>;
  /** @returns all outputs, or undefined where the resource is gone */
  readonly read: (cloud: Cloud, found: Found) => Promise<PlainValues | undefined>;
  readonly update: (cloud: Cloud, id: string, inputs: Inputs, recorded: PlainValues) => Promise<void>;
  readonly delete: (cloud: Cloud, id: string, recorded: PlainValues) => Promise<void>;
}

export type ResourceType = Behaviour & Calls<PlainValues>;

/** Checks what the engine sends against `inputs` before any call is made of it. */
export function resourceType<Inputs>(inputs: z.ZodType<Inputs>, type: Behaviour & Calls<Inputs>): ResourceType {
  return {
    ...type,
    create: (cloud, values) => type.create(cloud, inputs.parse(values)),
    update: (cloud, id, values, recorded) => type.update(cloud, id, inputs.parse(values), recorded),
  };
}

/** `aws:ec2/securityGroup:SecurityGroup` as `EC2 Security Group`: about what Terraform calls it in its errors. */
export function describeToken(token: string): string {
  const [, path = "", name = ""] = token.split(":");
  return `${(path.split("/")[0] ?? "").toUpperCase()} ${name.replace(/(?<=[a-z])(?=[A-Z])/g, " ")}`;
}

export function isMap(type: ResourceType, path: Path): boolean {
  return ["tags", "tagsAll", ...(type.maps ?? [])].some((pattern) => isAt(pattern, path));
}

/** @returns `absent` where the call fails by one of these error names, which is how AWS says that a part was never set */
export async function absentAs<Answer, Absent>(absent: Absent, names: readonly string[], call: Promise<Answer>): Promise<Answer | Absent> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return absent;
    throw error;
  }
}
