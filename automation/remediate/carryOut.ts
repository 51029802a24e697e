import { secretInputs, type Person, type RemediationStep } from "../../policypack/model";
import { changesNothing } from "../gate";
import { readLastOpenDrift, writeOpenDrift, type Ledger } from "../ledger";
import type { Allowances } from "./allowances";
import { compareSight } from "./compareSight";
import type { Hands, Sight } from "./hands";
import { judgePreview } from "./judgePreview";
import type { Target } from "./remediationReport";
import { stepSince, type LastSteps } from "./stepsOf";
import { withoutTarget } from "./withoutTarget";

export interface Carrying {
  readonly stack: string;
  /** Of the report that it goes by; ISO 8601. */
  readonly generatedAt: string;
  readonly run: string;
  readonly by: Person;
  readonly allowed: Allowances;
  readonly ledger: Pick<Ledger, "append" | "standing" | "store" | "signer">;
  readonly hands: Hands;
  /** As the run began. */
  readonly steps: LastSteps;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

type Outcome = NonNullable<Target["outcome"]>;

/**
 * Carries out one target: looks again, releases, previews, says that it begins, does it, and says that it is done. What
 * was interrupted anywhere in between goes on from what is true then, and nothing is done twice.
 * @throws {LedgerError} where a step could not be written: nothing happens that the ledger does not know of
 */
export async function carryOut(target: Target, carrying: Carrying): Promise<Outcome> {
  const { hands } = carrying;
  const isInterrupted = () => carrying.signal.aborted;
  const fingerprints = target.changes.map(({ fingerprint }) => fingerprint);
  const before = stepSince(carrying.steps, { urn: target.urn, fingerprints, generatedAt: carrying.generatedAt });
  const sight = await hands.look(target);
  if (isInterrupted()) return INTERRUPTED;
  const isBegun = before?.status === "started";
  if ("problem" in sight) return isBegun ? unknown(sight.problem) : stop(`it could not be looked at: ${sight.problem}`);
  const compared = compareSight(target, sight, before);
  if (compared.is === "other") return stop(compared.reason);
  if (compared.is === "done") return finish(before?.status === "done");

  if (target.action === "revert") {
    if (!isBegun && before?.action !== "release") await record({ action: "release", status: "done" });
    const reason = await refusal(target, sight, carrying);
    if (isInterrupted()) return INTERRUPTED;
    if (reason !== undefined) return stop(reason);
  }
  if (!isBegun) await record({ action: target.action, status: "started" });
  const failure = target.action === "revert" ? await hands.update(target) : await hands.refresh(target);
  if (failure === undefined) return finish(false);
  // An update may fail behind what it was to do.
  const after = await hands.look(target);
  if ("problem" in after) return isInterrupted() ? INTERRUPTED : unknown(`${failure}; ${after.problem}`);
  if (after.open.size === 0) return finish(false);
  return isInterrupted() ? INTERRUPTED : stop(failure);

  async function finish(isRecorded: boolean): Promise<Outcome> {
    if (!isRecorded) {
      if (target.action === "adopt") await recordAdoptions(target, carrying);
      await record({ action: target.action, status: "done" });
    }
    const read = await readLastOpenDrift(carrying.ledger.store, carrying.stack);
    if (read.outcome === "read") await writeOpenDrift(carrying.ledger, withoutTarget(read.openDrift, target, await hands.recorded()));
    return { end: "done" };
  }

  async function stop(reason: string): Promise<Outcome> {
    await record({ action: target.action, status: "stopped", reason });
    return { end: "stopped", reason };
  }

  async function record(step: Pick<RemediationStep, "action" | "status" | "reason">): Promise<void> {
    const at = carrying.now();
    const { stack, run, by } = carrying;
    await carrying.ledger.append({ kind: "remediation", step: { stack, run, fingerprints, urn: target.urn, by, at: at.toISOString(), ...step } }, at);
  }
}

const INTERRUPTED: Outcome = { end: "interrupted" };

async function refusal(target: Target, { resources }: Sight, { hands, allowed }: Carrying): Promise<string | undefined> {
  const recorded = resources.find(({ urn, delete: replaced }) => urn === target.urn && replaced !== true);
  const reason = judgePreview(target, await hands.preview(target, { refresh: true }), recorded, allowed);
  if (reason !== undefined || recorded === undefined || secretInputs(recorded.inputs).length === 0 || target.changes.some(({ absorbed }) => absorbed)) return reason;
  // The events blank secrets on both sides. Compared with the state alone, the engine tells whether the program has another.
  const { steps, problem } = await hands.preview(target, { refresh: false });
  if (problem !== undefined) return `the preview failed: ${problem.message}`;
  return steps.every(changesNothing) ? undefined : "code waits to be deployed on this resource";
}

/** It was begun, and stays so in the ledger: whether it is done, the next run can tell. */
function unknown(problem: string): Outcome {
  return { end: "stopped", reason: `whether it is done is not known, as it could not be looked at: ${problem}; run this again` };
}

/** So that the adoption stands whatever becomes of the rule that decided it, and of the open-drift file. */
async function recordAdoptions({ changes }: Target, { stack, by, ledger, now }: Carrying): Promise<void> {
  const { decisions } = await ledger.standing(stack);
  for (const { fingerprint, urn, type, path, valueDigest, actor, decision } of changes) {
    if (decisions.some((said) => said.fingerprint === fingerprint && said.valueDigest === valueDigest && said.action === "adopt")) continue;
    const at = now();
    const reason = "rule" in decision.by ? `the rule ${decision.by.rule} says so` : decision.by.reason;
    await ledger.append(
      {
        kind: "decision",
        decision: { stack, fingerprint, urn, type, path, valueDigest, ...(actor && { actor: actor.principal }), action: "adopt", by, reason, at: at.toISOString(), ...(decision.until !== undefined && { until: decision.until }) },
      },
      at,
    );
  }
}
