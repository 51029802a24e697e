import type { ResourceValidationPolicy } from "@pulumi/policy";
import { inputsDigest, type JsonObject, type OpenDriftEntry } from "../model";
import { plainInputs } from "../openDrift/plainInputs";
import { about, askFor, knownConfigProperties } from "./known";
import type { Run } from "./policy";
import { refreshConfigProperty, refreshMode } from "./refreshMode";
import { nist, NOT_CURRENT } from "./standards";
import { held, place, quotedUrn, told, utc, who, word } from "./told";

/** Without a refresh the engine compares the program with what is recorded, finds nothing to do, and the change stays. */
export function driftRevertOverdue(run: Run): ResourceValidationPolicy {
  return {
    name: "drift-revert-overdue",
    displayName: "Drift that should be gone by now is reverted",
    description: "Says when a change was to be reverted by now and this update will not do it, since it does not refresh.",
    enforcementLevel: "advisory",
    severity: "medium",
    framework: nist("CM-6", "Configuration Settings"),
    tags: ["drift"],
    remediationSteps: "Run the command of the message, which looks at the cloud and writes the program's value. Preview it first: it ships whatever else is pending on the resource.",
    configSchema: { properties: { ...knownConfigProperties, refresh: refreshConfigProperty } },
    validateResource: async (args, reportViolation) => {
      const known = await askFor(args, run);
      if (!known.current) args.notApplicable(NOT_CURRENT);
      const now = run.now();
      const overdue = about(known.entries, args).filter((entry) => isOverdue(entry, now));
      if (overdue.length === 0 || refreshMode(known.project, args.getConfig(), run) === "assume") return;
      const inputs = plainInputs(args.props);
      for (const entry of overdue.filter((one) => isLeftAlone(inputs, one))) {
        const { until } = entry.decision;
        reportViolation(
          told(`${place(entry)} was to be reverted${until === undefined ? "" : ` by ${utc(until)}`}, and this update leaves it: it does not look at the cloud.`, [
            ...who(entry),
            ["decided", held(entry.decision)],
            ["run", `pulumi up --refresh --stack ${word(known.stack)} --target ${quotedUrn(args.urn)}`],
          ]),
        );
      }
    },
  };
}

function isOverdue({ decision: { action, overdue, until } }: OpenDriftEntry, now: Date): boolean {
  return action === "revert" && (overdue === true || (until !== undefined && new Date(until) <= now));
}

/** What a refresh has taken into the state, and what is updated anyway, an `up` writes. */
function isLeftAlone(inputs: JsonObject, { recordedInputsDigest, secretInputs, absorbed }: OpenDriftEntry): boolean {
  return absorbed === undefined && inputsDigest(inputs, secretInputs) === recordedInputsDigest;
}
