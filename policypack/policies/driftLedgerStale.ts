import type { StackValidationPolicy } from "@pulumi/policy";
import type { Run } from "./policy";

/** A stack is validated once, at the end, so what is said here is said once. */
export function driftLedgerStale({ notes }: Run): StackValidationPolicy {
  return {
    name: "drift-ledger-stale",
    displayName: "What is known about drift is there and recent",
    description: "Says when held changes are not protected, or less than they could be, and why.",
    enforcementLevel: "advisory",
    severity: "medium",
    validateStack: (_args, reportViolation) => {
      for (const note of notes) reportViolation(note);
    },
  };
}
