import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { OpenDriftEntry } from "../model";
import { about, askFor, knownConfigProperties } from "./known";
import type { Run } from "./policy";
import { nist, NOT_CURRENT } from "./standards";
import { place, told, who, word } from "./told";

export function driftUnknownActor(run: Run): ResourceValidationPolicy {
  return {
    name: "drift-unknown-actor",
    displayName: "Changes made outside Pulumi have an author",
    description: "Says when a resource of the program has been changed outside Pulumi and it is not known by whom.",
    enforcementLevel: "advisory",
    severity: "medium",
    framework: nist("AU-3", "Content of Audit Records"),
    tags: ["drift"],
    remediationSteps: "Find out who it was (whodrift who), then decide what is to happen with the change (whodrift decide).",
    configSchema: { properties: knownConfigProperties },
    validateResource: async (args, reportViolation) => {
      const known = await askFor(args, run);
      if (!known.current) args.notApplicable(NOT_CURRENT);
      for (const entry of about(known.entries, args)) {
        const doubt = doubtOf(entry);
        if (doubt === undefined) continue;
        reportViolation(told(`${place(entry)} was changed outside Pulumi, and ${doubt}.`, [...who(entry), ["look", `whodrift scan --stack ${word(known.stack)}`]]));
      }
    },
  };
}

/** Where somebody decided to ignore it, it has an owner. */
function doubtOf({ actor, decision }: OpenDriftEntry): string | undefined {
  if (decision.action === "ignore") return undefined;
  switch (actor?.identity) {
    case undefined:
      return "nobody is known to have done it";
    case "claimed":
      return "the name of who did it was chosen by the caller";
    case "unresolved":
      return "only the role of who did it is known";
    case "verified":
      return undefined;
  }
}
