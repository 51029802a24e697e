import type { ResourceValidationPolicy } from "@pulumi/policy";
import { plainInputs } from "../openDrift/plainInputs";
import { harmless } from "./harmless";
import { isHeld } from "./isHeld";
import { about, askFor, knownConfigProperties } from "./known";
import { overwrites, type RefreshMode } from "./overwrites";
import type { Run } from "./policy";
import { refreshConfigProperty, refreshMode } from "./refreshMode";
import { refusal } from "./refusal";
import { nist, NOT_CURRENT } from "./standards";

/** A pack never sees what is deleted or how the engine will get there: `whodrift gate` is the exact check. */
export function driftHold(run: Run): ResourceValidationPolicy {
  let mode: RefreshMode | undefined;
  return {
    name: "drift-hold",
    displayName: "Held drift is not overwritten",
    description: "Refuses an update that would overwrite a change made outside Pulumi while that change is held.",
    enforcementLevel: "mandatory",
    severity: "high",
    framework: nist("CM-3", "Configuration Change Control"),
    tags: ["drift"],
    remediationSteps: "Give the program the actual value, have the hold released, or wait until it runs out. The message names who holds it and the commands.",
    configSchema: { properties: { ...knownConfigProperties, refresh: refreshConfigProperty } },
    validateResource: async (args, reportViolation) => {
      const known = await askFor(args, run);
      if (!known.current) args.notApplicable(NOT_CURRENT);
      const now = run.now();
      const held = about(known.entries, args).filter((entry) => isHeld(entry, now));
      if (held.length === 0) return;
      mode ??= refreshMode(known.project, args.getConfig(), run) ?? guess(known.project, run);
      const inputs = plainInputs(args.props);
      for (const entry of held) {
        if (overwrites(inputs, entry, mode)) reportViolation(refusal(entry, known.stack, mode));
      }
    },
  };
}

function guess(project: string, { notes }: Run): RefreshMode {
  notes.add(`the Pulumi.yaml of ${harmless(project, 100)} was not found, so held changes are protected as if this up did not refresh: set refresh in the configuration of drift-hold`);
  return "never";
}
