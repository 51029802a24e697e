import type { Decision, OpenDrift, OpenDriftEntry, PersonDecision, Standing } from "../../policypack/model";
import type { Case } from "../../policypack/remediation";
import { openCases } from "./openCases";

/**
 * An open-drift file with what people have said since it was written; all of it, so that of several decisions at once
 * none is lost. It grows no younger: nothing was looked at.
 */
export function redecide(openDrift: OpenDrift, standing: Standing, decideNow: (subject: Case, said: PersonDecision) => Decision): OpenDrift {
  const cases = new Map(openCases(standing).map((subject) => [subject.change.fingerprint, subject]));
  const decisions = new Map(standing.decisions.map((said) => [said.fingerprint, said]));
  const entries = openDrift.entries.map(decided);
  const adoptions = openDrift.adoptions.filter((entry) => cases.has(entry.fingerprint) || (decisions.get(entry.fingerprint)?.action ?? "adopt") === "adopt").map(decided);
  const adopted = entries.filter(isAdopted).map((entry) => onTopOf(entry, adoptions));
  const kept = adoptions.filter((entry) => isAdopted(entry) && !adopted.some(({ fingerprint }) => fingerprint === entry.fingerprint));
  return { ...openDrift, entries: [...entries, ...adoptions].filter((entry) => !isAdopted(entry)), adoptions: [...kept, ...adopted] };

  function decided(entry: OpenDriftEntry): OpenDriftEntry {
    const [subject, said] = [cases.get(entry.fingerprint), decisions.get(entry.fingerprint)];
    return subject?.change.valueDigest === entry.valueDigest && said ? { ...entry, decision: decideNow(subject, said) } : entry;
  }
}

function isAdopted({ decision }: OpenDriftEntry): boolean {
  return decision.action === "adopt";
}

/** Of a change of what was adopted before: the program has what was recorded before that. */
function onTopOf({ recorded, ...entry }: OpenDriftEntry, adoptions: readonly OpenDriftEntry[]): OpenDriftEntry {
  const before = adoptions.find(({ fingerprint }) => fingerprint === entry.fingerprint);
  const program = before === undefined ? recorded : before.recorded;
  return program === undefined ? entry : { ...entry, recorded: program };
}
