import type { PolicyComplianceFramework } from "@pulumi/policy";

/** Source: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final */
export function nist(reference: string, specification: string): PolicyComplianceFramework {
  return { name: "NIST SP 800-53", version: "5.1.1", reference, specification };
}

/** What to say where nothing is known, instead of that a resource passed. */
export const NOT_CURRENT = "no open-drift file is in force: see drift-ledger-stale";
