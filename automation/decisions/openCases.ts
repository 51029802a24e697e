import type { SeenChange, Standing } from "../../policypack/model";
import type { Case } from "../../policypack/remediation";

/** The open changes of a stack, as the last scan that saw them found them. */
export function openCases({ stack, open }: Standing): readonly Case[] {
  return open.flatMap((seen) => caseOf(stack, seen));
}

function caseOf(stack: string, { detail, history }: SeenChange): readonly Case[] {
  if (detail === undefined) return [];
  const { resource, change } = detail;
  // Only of a resource that is gone the whole is removed.
  const kind = change.path === "" && change.kind === "removed" ? "deleted" : "modified";
  return [{ stack, drift: { resource, kind, changes: [change] }, change, history }];
}
