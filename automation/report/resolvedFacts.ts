import type { ResolvedChange, StackReport } from "../../policypack/model";
import { actorPhrase } from "./changeFacts";
import type { Fact } from "./fact";
import { code, count, prose, say, type Phrase } from "./phrase";
import { resourcePhrase } from "./resourcePhrase";
import { spanBetween, spanPhrase } from "./span";
import { utcMinute } from "./utcTime";

// A night's worth; the JSON report has them all.
const NAMED_RESOLVED = 10;

/** What has ended since the last scan: how, when, and by whom. */
export function resolvedFacts({ resolved = [] }: Pick<StackReport, "resolved">): readonly Fact[] {
  const rest = resolved.length - NAMED_RESOLVED;
  return [
    ...resolved.slice(0, NAMED_RESOLVED).map((one) => ({ label: "resolved", text: resolvedPhrase(one) })),
    ...(rest > 0 ? [{ label: "resolved", text: say`and ${count(rest, "more change")}` }] : []),
  ];
}

export function resolvedPhrase(resolved: ResolvedChange): Phrase {
  const { path, urn, why } = resolved;
  const what = path === "" ? resourcePhrase(urn) : say`${code(path)} of ${resourcePhrase(urn)}`;
  return say`${what}: ${endingPhrase(resolved)}, ${driftedPhrase(resolved)}: ${prose(why)}`;
}

/** `reverted at 2026-03-02 02:00 UTC by alice (human) via console` */
export function endingPhrase({ how, at, actor, event }: ResolvedChange): Phrase {
  const who = actor === undefined ? say`` : say` by ${actorPhrase(actor)}`;
  return say`${prose(how)} at ${utcMinute(at)}${who}${event === undefined ? say`` : say` (${event.operation}, id ${event.id})`}`;
}

function driftedPhrase({ firstSeen, at }: ResolvedChange): Phrase {
  return say`drifted for ${spanPhrase(spanBetween(firstSeen, at))}`;
}
