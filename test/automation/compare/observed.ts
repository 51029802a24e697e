import { Masker } from "../../../automation/compare/masker";
import { compareStack, type StackComparison } from "../../../automation/compare/compareStack";
import type { NoiseRuleName } from "../../../automation/compare/noiseRules";
import type { StateResource } from "../../../automation/estate/deployment";
import type { StackAtRest } from "../../../automation/estate/stack";
import type { DiffKind, Observation } from "../../../automation/refresh/observation";
import type { FoundChange, JsonObject } from "../../../policypack/model";

export const STACK = "acme/shop/prod";
export const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

export function masker(): Masker {
  return new Masker(new Uint8Array(32).fill(7));
}

export interface Case {
  readonly type: string;
  readonly name?: string;
  readonly id?: string;
  readonly inputs?: JsonObject;
  readonly outputs?: JsonObject;
  /** Absent: as recorded. null: gone from the cloud. */
  readonly live?: { readonly inputs?: JsonObject; readonly outputs?: JsonObject } | null;
  readonly diff?: Readonly<Record<string, DiffKind>>;
  /** Absent: `update` where there is a diff or other inputs. */
  readonly op?: "same" | "update";
  readonly state?: Partial<StateResource>;
}

export function urnOf({ type, name = "it" }: Pick<Case, "type" | "name">): string {
  return `urn:pulumi:prod::shop::${type}::${name}`;
}

export function observe(one: Case): Observation {
  const { type, id = "it-0123", inputs = {}, outputs = inputs, live = {}, diff, state } = one;
  const resource: StateResource = { urn: urnOf(one), type, custom: true, id, inputs, outputs, ...state };
  const recorded = { inputs, outputs };
  if (live === null) return { outcome: "read", resource, recorded, op: "delete" };
  const actual = { inputs: live.inputs ?? inputs, outputs: live.outputs ?? live.inputs ?? outputs };
  const op = one.op ?? (diff === undefined && live.inputs === undefined ? "same" : "update");
  const kinds = diff === undefined ? undefined : Object.fromEntries(Object.entries(diff).map(([path, kind]) => [path, { kind, inputDiff: true }]));
  return { outcome: "read", resource, recorded, actual, op, ...(kinds === undefined ? {} : { diff: kinds }) };
}

export function stackOf(observations: readonly Observation[]): StackAtRest {
  const resources = observations.flatMap((one) => (one.outcome === "read" ? [one.resource] : []));
  return { ref: { name: STACK, project: "shop", stack: "prod" }, deployment: { resources }, updates: [] };
}

export function compare(cases: readonly Case[], by = masker(), off: readonly NoiseRuleName[] = []): StackComparison {
  const observations = cases.map(observe);
  return compareStack(stackOf(observations), { observations }, by, new Set(off));
}

/** The changes of one resource, by path. */
export function changesOf(one: Case, off: readonly NoiseRuleName[] = []): Readonly<Record<string, FoundChange>> {
  return Object.fromEntries(compare([one], masker(), off).drifts.flatMap(({ changes }) => changes).map((change) => [change.path, change]));
}
