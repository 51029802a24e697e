import { driftAdopt } from "./driftAdopt";
import { driftAdoptUndone } from "./driftAdoptUndone";
import { driftHold } from "./driftHold";
import { driftHoldDeletions } from "./driftHoldDeletions";
import { driftLedgerStale } from "./driftLedgerStale";
import { driftRevertOverdue } from "./driftRevertOverdue";
import { driftUnknownActor } from "./driftUnknownActor";
import type { MakePolicy, Policy, Surroundings } from "./policy";

/**
 * One row a policy, in the order in which the engine asks them: adoptions come before every other remediation, and
 * what says what was noted on the way comes last.
 */
const registry: readonly MakePolicy[] = [driftAdopt, driftAdoptUndone, driftHold, driftRevertOverdue, driftUnknownActor, driftHoldDeletions, driftLedgerStale];

/** The policies of one run: they share what they read. */
export function makePolicies(surroundings: Surroundings): Policy[] {
  const run = { ...surroundings, notes: new Set<string>(), seen: new Set<string>(), known: new Map() };
  return registry.map((make) => make(run));
}
