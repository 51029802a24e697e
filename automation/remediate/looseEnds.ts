import type { RemediationStep } from "../../policypack/model";
import type { StackRemediation } from "./remediationReport";
import type { LastSteps } from "./stepsOf";

/**
 * Ends for the steps that were begun before the report was made, and never ended: the scan has seen what became of
 * them. Those that were begun since are resumed.
 */
export function looseEnds(steps: LastSteps, { generatedAt, targets, held, left, unable }: StackRemediation): readonly Omit<RemediationStep, "at">[] {
  if (generatedAt === undefined) return [];
  const open = new Set([...targets.flatMap(({ changes }) => changes), ...held, ...left, ...unable.map(({ change }) => change)].map(({ fingerprint }) => fingerprint));
  return [...steps.values()]
    .filter(({ status, at }) => status === "started" && new Date(at) < new Date(generatedAt))
    .map(({ stack, run, fingerprints, urn, action, by }) => ({ stack, run, fingerprints, urn, action, by }))
    .map((step) =>
      step.fingerprints.some((fingerprint) => open.has(fingerprint))
        ? { ...step, status: "stopped" as const, reason: `it was interrupted, and the scan of ${generatedAt} found it not done` }
        : { ...step, status: "done" as const, reason: `it was interrupted, and the scan of ${generatedAt} found it done` },
    );
}
