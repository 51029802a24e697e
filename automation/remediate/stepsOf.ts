import type { LedgerEntry, RemediationStep } from "../../policypack/model";

/** The last step of each resource that the ledger knows, of one stack. */
export type LastSteps = ReadonlyMap<string, RemediationStep>;

export async function lastSteps(entries: AsyncIterable<Pick<LedgerEntry, "body">>, stack: string): Promise<LastSteps> {
  const last = new Map<string, RemediationStep>();
  for await (const { body } of entries) {
    if (body.kind === "remediation" && body.step.stack === stack) last.set(body.step.urn, body.step);
  }
  return last;
}

/** Of the same changes, since the report: what is older the scan has seen the outcome of. */
export function stepSince(steps: LastSteps, { urn, fingerprints, generatedAt }: { readonly urn: string; readonly fingerprints: readonly string[]; readonly generatedAt: string }): RemediationStep | undefined {
  const step = steps.get(urn);
  if (step === undefined || new Date(step.at) < new Date(generatedAt)) return undefined;
  return step.fingerprints.toSorted().join(" ") === fingerprints.toSorted().join(" ") ? step : undefined;
}
