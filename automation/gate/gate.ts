import type { OpenDriftEntry } from "../../policypack/model";
import type { OpenDriftFetched } from "../../policypack/openDrift/fetchOpenDrift";
import type { Masker } from "../compare";
import type { StackRef } from "../estate";
import { policyMessage } from "../policyMessage";
import { GATE_REPORT, gateReportSchema, type GateReport, type Obstacle, type OpenDriftFound, type RefusedStep } from "./gateReport";
import { holdsOf } from "./holds";
import { changesNothing, whyRefused } from "./judgeStep";
import type { PlannedStep } from "./planEvent";
import { screenPlan, type ScreenedPlan } from "./plannedValues";
import { previewProgram, type PreviewOptions } from "./previewProgram";
import { waysOn } from "./ways";

export interface GateRequest extends PreviewOptions {
  readonly stack: StackRef;
  /** What is known of the stack's open drift. */
  readonly openDrift: OpenDriftFetched;
  /** Whether it counts only where a trusted key signed it. */
  readonly mustBeVerified: boolean;
  /** One that has run out is enough. */
  readonly allowStale: boolean;
  readonly masker: Masker;
  readonly now: Date;
}

/** May this `up` go ahead? Previews the program and refuses the steps that touch what is held, and no others. */
export async function gate(request: GateRequest): Promise<GateReport> {
  const { stack, masker, now } = request;
  const holds = holdsOf(request.openDrift, request);
  const plan = await previewProgram(stack.name, request);
  const { plannedValue, mayQuote } = screenPlan(plan.steps, masker);
  const judged = plan.steps.map((step) => ({ step, held: obstaclesTo(step, holds.entries, { stack: stack.name, refreshed: plan.refreshed, plannedValue }) }));
  const refused = judged.flatMap(({ step, held }): readonly RefusedStep[] => (held.length === 0 ? [] : [{ ...named(step), held }]));
  const problems = [...(plan.problem === undefined ? [] : [plan.problem]), ...openDriftProblems(holds.found, request.allowStale)];
  const violations = plan.violations.map(({ pack, policy, urn, message }) => ({ pack, policy, urn, ...(mayQuote(urn) && { message: policyMessage(message) }) }));
  const isRefused = refused.length > 0 || violations.length > 0;
  return redactTexts(masker, stack.name, {
    schema: GATE_REPORT,
    stack: stack.name,
    at: now.toISOString(),
    verdict: problems.length > 0 ? "unknown" : isRefused ? "refused" : "may-go-ahead",
    refreshed: plan.refreshed.size > 0,
    openDrift: holds.found,
    problems,
    allowed: judged.filter(({ step, held }) => held.length === 0 && !changesNothing(step)).map(({ step }) => named(step)),
    refused,
    unchanged: plan.steps.filter((step) => changesNothing(step) && !step.type.startsWith("pulumi:")).length,
    violations,
  });
}

function named({ urn, type, op }: PlannedStep): Pick<RefusedStep, "urn" | "type" | "op"> {
  return { urn, type, op };
}

interface Circumstances {
  readonly stack: string;
  readonly refreshed: ReadonlySet<string>;
  readonly plannedValue: ScreenedPlan["plannedValue"];
}

function obstaclesTo(step: PlannedStep, entries: readonly OpenDriftEntry[], { stack, refreshed, plannedValue }: Circumstances): readonly Obstacle[] {
  const ofResource = entries.filter(({ urn }) => urn === step.urn || urn === step.formerUrn);
  return ofResource.flatMap((entry): readonly Obstacle[] => {
    const why = whyRefused(step, entry, refreshed.has(entry.urn));
    if (why === undefined) return [];
    const { path, fingerprint, decision, actual, actor, event, confidence } = entry;
    const planned = why === "deletes" ? undefined : plannedValue(step, entry);
    return [
      {
        why,
        path,
        ...(actual !== undefined && { actual }),
        ...(planned !== undefined && { planned }),
        fingerprint,
        decision,
        ...(actor && { actor }),
        ...(event && { event }),
        ...(confidence && { confidence }),
        ways: waysOn(entry, why, stack),
      },
    ];
  });
}

function openDriftProblems(found: OpenDriftFound, allowStale: boolean): GateReport["problems"] {
  switch (found.outcome) {
    case "missing":
      return [];
    case "unusable":
      return [{ code: "open-drift-unusable", message: `the open-drift file ${found.location} cannot be used (${found.reason}): what is held is not known`, fix: "mend that, or scan the stack again" }];
    case "read":
      if (!found.stale || allowStale) return [];
      return [{ code: "open-drift-stale", message: `the open-drift file of ${found.generatedAt} ran out at ${found.expiresAt}: what is held now is not known`, fix: "scan the stack again, or say --allow-stale to go by what was held then" }];
  }
}

/** Once more over everything: messages of programs and policies quote what they like. */
function redactTexts(masker: Masker, stack: string, report: GateReport): GateReport {
  const text = JSON.stringify(report, (_, value: unknown) => (typeof value === "string" && value !== stack ? masker.redactText(value) : value));
  return gateReportSchema.parse(JSON.parse(text));
}
