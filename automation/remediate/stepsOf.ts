import type { LedgerEntry, RemediationStep } from "../../policypack/model";

/** The last step of each resource of a stack, by URN. */
export type LastSteps = ReadonlyMap<string, RemediationStep>;

export const NO_STEPS: LastSteps = new Map();

/** What the ledger knows of earlier runs, by stack. */
export async function lastSteps(entries: AsyncIterable<Pick<LedgerEntry, "body">>): Promise<ReadonlyMap<string, LastSteps>> {
  const last = new Map<string, Map<string, RemediationStep>>();
  for await (const { body } of entries) {
    if (body.kind !== "remediation") continue;
    const ofStack = last.get(body.step.stack) ?? new Map<string, RemediationStep>();
    last.set(body.step.stack, ofStack.set(body.step.urn, body.step));
  }
  return last;
}

/** Of the same changes, since the report: what is older the scan has seen the outcome of. */
export function stepSince(steps: LastSteps, { urn, fingerprints, generatedAt }: { readonly urn: string; readonly fingerprints: readonly string[]; readonly generatedAt: string }): RemediationStep | undefined {
  const step = steps.get(urn);
  if (step === undefined || new Date(step.at) < new Date(generatedAt)) return undefined;
  return step.fingerprints.toSorted().join(" ") === fingerprints.toSorted().join(" ") ? step : undefined;
}
