import { jsonObjectSchema, type OpenDrift, type Person, type RemediationStep } from "../../policypack/model";
import { verifyDocument, type TrustedKey } from "../../policypack/signature/verify";
import type { Masker } from "../compare";
import { readStack, stackEnvironment, type StackRef } from "../estate";
import { readLastOpenDrift, type Ledger } from "../ledger";
import type { Allowances } from "./allowances";
import { carryOut } from "./carryOut";
import { checkOut } from "./checkOut";
import { openHands, type HandsOptions } from "./openHands";
import { planRemediation } from "./planRemediation";
import { describeProgram, findProgram, type ProgramFound, type ProgramPlace } from "./programs";
import type { StackRemediation, Target } from "./remediationReport";
import { looseEnds } from "./looseEnds";
import { NO_STEPS, type LastSteps } from "./stepsOf";

export interface RemediateRequest extends Omit<HandsOptions, "ref" | "openDrift" | "program"> {
  readonly ledger: Ledger;
  /** What it knows of earlier runs, by stack. */
  readonly steps: ReadonlyMap<string, LastSteps>;
  /** Keys by one of which an open-drift file has to be signed; none: it need not be. */
  readonly trusted: readonly TrustedKey[];
  readonly programs: readonly ProgramPlace[];
  /** What paths in the configuration start from. */
  readonly folder: string;
  readonly allowed: Allowances;
  readonly masker: Masker;
  readonly now: () => Date;
}

/** A stack's plan, and what it was made from. */
export interface PlannedStack {
  readonly ref: StackRef;
  readonly plan: StackRemediation;
  readonly openDrift?: OpenDrift;
  readonly program?: ProgramFound | undefined;
}

/** What the decisions about a stack would do. Nothing is written. */
export async function planStack(ref: StackRef, request: RemediateRequest): Promise<PlannedStack> {
  const [found, read, standing, program] = await Promise.all([openDriftOf(ref, request), readStack(ref, request), request.ledger.standing(ref.name), findProgram(ref, request)]);
  const without = (reason: NonNullable<StackRemediation["problem"]>) => ({ ref, plan: { ...nothing(ref.name), problem: reason } });
  if (found.openDrift === undefined) return without(found.problem);
  const { openDrift, problem } = found;
  if ("problem" in read) return without(read.problem);
  const plan = planRemediation({
    openDrift,
    resources: read.deployment.resources,
    open: standing.open,
    allowed: request.allowed,
    steps: request.steps.get(ref.name) ?? NO_STEPS,
    program: program && describeProgram(program),
    now: request.now(),
  });
  return { ref, openDrift, program, plan: { ...plan, ...(problem && { problem }) } };
}

function nothing(stack: string): StackRemediation {
  return { stack, targets: [], adopted: [], held: [], left: [], unable: [] };
}

type OpenDriftAtHand =
  /** Where it may not be carried out by, there is a problem. */
  | { readonly openDrift: OpenDrift; readonly problem?: NonNullable<StackRemediation["problem"]> }
  | { readonly openDrift?: undefined; readonly problem: NonNullable<StackRemediation["problem"]> };

async function openDriftOf({ name }: StackRef, { ledger, trusted, now }: RemediateRequest): Promise<OpenDriftAtHand> {
  const read = await readLastOpenDrift(ledger.store, name);
  const fix = `whodrift scan --stack ${name}`;
  if (read.outcome === "missing") return { problem: { code: "open-drift-missing", message: "it was never scanned, as far as this ledger tells", fix } };
  if (read.outcome === "unusable") return { problem: { code: "open-drift-unusable", message: `its open-drift file cannot be used: ${read.reason}`, fix } };
  const { openDrift } = read;
  const verdict = trusted.length === 0 ? "verified" : verifyDocument(jsonObjectSchema.parse(JSON.parse(JSON.stringify(openDrift))), openDrift.signature, trusted);
  if (verdict !== "verified") return { openDrift, problem: { code: "open-drift-unverified", message: `no key of ledger.trust vouches for its open-drift file (${verdict}): nothing is carried out by it`, fix } };
  if (new Date(openDrift.expiresAt) <= now()) return { openDrift, problem: { code: "open-drift-stale", message: `its last scan, of ${openDrift.generatedAt}, is too old to go by`, fix } };
  return { openDrift };
}

/** Carries a plan out, resource by resource; one that stops does not stop the others. @throws {LedgerError} */
export async function applyPlan({ ref, plan, openDrift, program }: PlannedStack, by: Person, runId: string, request: RemediateRequest, tell: (target: Target) => Promise<void>): Promise<StackRemediation> {
  if (openDrift === undefined || plan.problem !== undefined) return plan;
  const { ledger, now, signal } = request;
  const own = stackEnvironment(ref.name, request.settings, request.env);
  if ("problem" in own) return { ...plan, problem: own.problem };
  const steps = request.steps.get(ref.name) ?? NO_STEPS;
  for (const end of looseEnds(steps, plan)) await ledger.append({ kind: "remediation", step: { ...end, at: now().toISOString() } }, now());
  const needsProgram = plan.targets.some(({ action }) => action === "revert");
  const checkedOut = needsProgram && program?.kind === "git" ? await checkOut(program, { scratch: request.scratch, env: own.env, signal }) : undefined;
  const folder = program?.kind === "folder" ? program.folder : checkedOut !== undefined && "folder" in checkedOut ? checkedOut.folder : undefined;
  const hands = openHands({ ...request, env: own.env, ref, openDrift, program: folder });
  const targets: Target[] = [];
  for (const target of plan.targets) {
    const outcome = await outcomeOf(target);
    targets.push({ ...target, ...(outcome && { outcome }) });
    await tell({ ...target, ...(outcome && { outcome }) });
  }
  return { ...plan, targets };

  async function outcomeOf(target: Target): Promise<Target["outcome"]> {
    if (signal.aborted) return { end: "interrupted" };
    if (target.action === "revert" && folder === undefined) {
      return { end: "stopped", reason: checkedOut !== undefined && "problem" in checkedOut ? checkedOut.problem : "its program is not known: run the command in the folder of the program" };
    }
    return carryOut(target, { stack: ref.name, generatedAt: openDrift?.generatedAt ?? "", run: runOf(steps.get(target.urn), runId), by, allowed: request.allowed, ledger, hands, steps, now, signal });
  }
}

/** What is resumed belongs to the run that began it. */
function runOf(step: RemediationStep | undefined, runId: string): string {
  return step?.status === "started" || step?.action === "release" ? step.run : runId;
}
