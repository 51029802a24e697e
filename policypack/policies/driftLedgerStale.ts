import type { StackValidationPolicy } from "@pulumi/policy";
import { knownConfigProperties, knownConfigSchema, knownOf, NO_PLACE } from "./known";
import type { Run } from "./policy";
import { nist } from "./standards";

/** A stack is validated once, at the end, so what is said here is said once. */
export function driftLedgerStale(run: Run): StackValidationPolicy {
  return {
    name: "drift-ledger-stale",
    displayName: "What is known about drift is there, recent and verified",
    description: "Says when decisions about drift are not obeyed, or not all of them, and why.",
    enforcementLevel: "advisory",
    severity: "medium",
    framework: nist("SI-7", "Software, Firmware, and Information Integrity"),
    tags: ["drift"],
    remediationSteps: "Run whodrift scan, and see that WHODRIFT_OPEN_DRIFT and WHODRIFT_TRUST name what it writes and the key that it signs with.",
    configSchema: { properties: knownConfigProperties },
    validateStack: async (args, reportViolation) => {
      const [first] = args.resources;
      // Where every other policy is switched off, nobody has looked yet.
      if (first !== undefined && run.known.size === 0) await knownOf(first.urn, knownConfigSchema.parse(args.getConfig()), run);
      for (const note of run.notes) if (note !== NO_PLACE || run.known.size === 0) reportViolation(note);
    },
  };
}
