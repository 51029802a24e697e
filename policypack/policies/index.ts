import { driftHold } from "./driftHold";
import { driftLedgerStale } from "./driftLedgerStale";
import type { MakePolicy, Policy, Surroundings } from "./policy";

/** One row a policy. A later one may tell what an earlier one of the same run noted. */
const registry: readonly MakePolicy[] = [driftHold, driftLedgerStale];

/** The policies of one run: they share what they read. */
export function makePolicies(surroundings: Surroundings): Policy[] {
  const run = { ...surroundings, notes: new Set<string>() };
  return registry.map((make) => make(run));
}
