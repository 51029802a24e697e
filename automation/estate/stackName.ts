import type { StackRef } from "./stack";

// What Pulumi allows in each part; names become folder names of the scratch copy, so `.` and `..` are none.
const PART = String.raw`(?!\.{1,2}(?:/|$))[\w.-]+`;
const NAME = new RegExp(`^${PART}/(?<project>${PART})/(?<stack>${PART})$`);

/** Reads `org/project/stack`; undefined for anything else. */
export function parseStackName(name: string): StackRef | undefined {
  const { project, stack } = NAME.exec(name)?.groups ?? {};
  return project === undefined || stack === undefined ? undefined : { name, project, stack };
}
