import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { judgeEach, partOf } from "./parts";

/** A property that is to be on. */
export interface Switch {
  readonly property: string;
  readonly on: true | "ACTIVE";
  /** It is, where the program says nothing. */
  readonly onByDefault?: true;
  /** What it means that it is off. */
  readonly off: string;
}

export function reportOff({ props }: ResourceValidationArgs, switches: readonly Switch[], reportViolation: ReportViolation): void {
  judgeEach(switches, (each) => {
    if (isOff(props, each)) reportViolation(each.off);
  });
}

/** For a remediation: what is off is turned on in place, and nothing is said where all are on. */
export function turnOn({ props }: ResourceValidationArgs, switches: readonly Switch[]): Record<string, unknown> | undefined {
  const off = switches.filter((each) => isOff(props, each));
  for (const { property, on } of off) Reflect.set(props, property, on);
  return off.length === 0 ? undefined : props;
}

function isOff(props: object, { property, on, onByDefault }: Switch): boolean {
  const value = partOf(props, property);
  if (value === undefined || value === null) return onByDefault !== true;
  // A flag may be text: the provider is what turns it into one.
  return value !== on && !(typeof value === "string" && value.toLowerCase() === String(on).toLowerCase());
}
