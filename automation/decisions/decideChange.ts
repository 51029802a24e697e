import type { Decision, Person, PersonDecision, Standing } from "../../policypack/model";
import { decide, type Rule } from "../../policypack/remediation";
import { foldEntry, readLastOpenDrift, writeOpenDrift, writeStanding, type Ledger } from "../ledger";
import type { FoundChange } from "./findChange";
import { openCases } from "./openCases";
import { redecide } from "./redecide";
import type { Wish } from "./refusal";

export interface DecideRequest extends Wish {
  readonly ledger: Ledger;
  readonly found: FoundChange;
  readonly reason: string;
  readonly by: Person;
  readonly rules: readonly Rule[];
  readonly ignoreMax: number;
  readonly now: Date;
}

export interface Recorded {
  readonly decision: PersonDecision;
  /** Of the ledger's entry. */
  readonly number: number;
  /** What it comes to; absent where the change drifts no more. */
  readonly effect?: Decision;
  /** Whether an open-drift file was there to be written again: without one, `up` knows nothing of it until the next scan. */
  readonly told: boolean;
}

/**
 * Appends a person's decision to the ledger, and writes where the stack stands and what `up` must know of it again.
 * @throws {LedgerError} where it could not be recorded; or was, and the files could not be written: the next scan does
 */
export async function decideChange({ ledger, found, action, reason, until, by, now, ...rest }: DecideRequest): Promise<Recorded> {
  const decision: PersonDecision = { ...found.about, action, by, reason, at: now.toISOString(), ...(until && { until: until.toISOString() }) };
  const { number } = await ledger.append({ kind: "decision", decision }, now);
  let standing = await ledger.standing(decision.stack);
  let told = await writeFiles(standing);
  // Whoever writes last has seen all: what was appended meanwhile by others is written again.
  for (let newer = await foldNewer(ledger, standing); newer.number > standing.number; newer = await foldNewer(ledger, standing)) {
    standing = newer;
    told = await writeFiles(standing);
  }
  const effect = effectOf(standing);
  return { decision, number, told, ...(effect && { effect }) };

  async function writeFiles(current: Standing): Promise<boolean> {
    await writeStanding(ledger.store, current);
    const read = await readLastOpenDrift(ledger.store, current.stack);
    if (read.outcome !== "read") return false;
    await writeOpenDrift(ledger, redecide(read.openDrift, current, (subject, said) => decide({ ...subject, said, ...rest, now })));
    return true;
  }

  function effectOf({ decisions, ...current }: Standing): Decision | undefined {
    const subject = openCases({ ...current, decisions }).find(({ change }) => change.fingerprint === decision.fingerprint);
    const said = decisions.find(({ fingerprint }) => fingerprint === decision.fingerprint);
    return subject && decide({ ...subject, said, ...rest, now });
  }
}

async function foldNewer(ledger: Ledger, standing: Standing): Promise<Standing> {
  let newer = standing;
  for await (const entry of ledger.entries(standing.number)) newer = foldEntry(newer, entry);
  return newer;
}
