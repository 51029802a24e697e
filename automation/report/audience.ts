import { z } from "zod";
import { actorSchema, isAttributed, type Actor, type Change, type ResolvedChange, type ScanReport } from "../../policypack/model";
import type { GateReport } from "../gate/gateReport";

/** team: reports go to chats, pull requests and mailboxes, where nobody needs to know from where a colleague works. */
export const audiences = ["team", "security"] as const;
export const audienceSchema = z.enum(audiences);
export type Audience = z.infer<typeof audienceSchema>;

/**
 * What an audience gets to see, before any format draws it, the machine's included: a file that somebody stores is
 * read by the same people as a comment. A team is not told addresses and user agents of actors.
 */
export function forAudience(report: ScanReport, audience: Audience): ScanReport {
  if (audience === "security") return report;
  return {
    ...report,
    stacks: report.stacks.map((stack) => ({
      ...stack,
      drifts: stack.drifts.map((drift) => ({ ...drift, changes: drift.changes.map(changeForTeam) })),
      ...(stack.resolved && { resolved: stack.resolved.map(resolvedForTeam) }),
    })),
  };
}

const withoutOrigin = actorSchema.unwrap().omit({ sourceIp: true, userAgent: true }).strip();

/** The same of a gate's report, which becomes a comment on a pull request. */
export function gateForAudience(report: GateReport, audience: Audience): GateReport {
  const refused = report.refused.map((step) => ({ ...step, held: step.held.map((one) => (one.actor ? { ...one, actor: actorFor(one.actor, audience) } : one)) }));
  return { ...report, refused };
}

function actorFor(actor: Actor, audience: Audience): Actor {
  if (audience === "security") return actor;
  return withoutOrigin.parse(actor);
}

function changeForTeam(change: Change): Change {
  const { attribution } = change;
  return isAttributed(attribution) ? { ...change, attribution: { ...attribution, actor: actorFor(attribution.actor, "team") } } : change;
}

function resolvedForTeam(change: ResolvedChange): ResolvedChange {
  return change.actor ? { ...change, actor: actorFor(change.actor, "team") } : change;
}
