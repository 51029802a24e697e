import type { StackValidationPolicy } from "@pulumi/policy";
import { isHeld } from "./isHeld";
import { knownConfigProperties, knownConfigSchema, knownOf } from "./known";
import type { Run } from "./policy";
import { refusedDeletion } from "./refusal";
import { nist, NOT_CURRENT } from "./standards";

/**
 * A deletion reaches no resource policy: what is held and neither registered nor among the stack's resources at the
 * end is deleted. The end of a preview is early enough; where there is none (`--skip-preview`, the Automation API's
 * `up`), the engine asks when the deletion has happened.
 */
export function driftHoldDeletions(run: Run): StackValidationPolicy {
  return {
    name: "drift-hold-deletions",
    displayName: "Resources with held drift are not deleted",
    description: "Refuses, in the preview, to delete a resource while a change made to it outside Pulumi is held.",
    enforcementLevel: "mandatory",
    severity: "high",
    framework: nist("CM-3", "Configuration Change Control"),
    tags: ["drift"],
    remediationSteps: "Keep the resource in the program, or have the hold released. Preview first: with --skip-preview the violation is reported when the deletion has happened.",
    configSchema: { properties: knownConfigProperties },
    validateStack: async (args, reportViolation) => {
      const [first] = args.resources;
      if (first === undefined) return;
      const known = await knownOf(first.urn, knownConfigSchema.parse(args.getConfig()), run);
      if (!known.current) args.notApplicable(NOT_CURRENT);
      const now = run.now();
      const there = new Set([...run.seen, ...args.resources.flatMap(({ urn, opts }) => [urn, ...opts.aliases])]);
      for (const [urn, entries] of known.entries) {
        if (there.has(urn)) continue;
        // Of a resource that is gone from the cloud nothing is left to delete.
        const [held, ...others] = entries.filter((entry) => entry.path !== "" && isHeld(entry, now));
        if (held) reportViolation(refusedDeletion(held, known.stack, others.length));
      }
    },
  };
}
