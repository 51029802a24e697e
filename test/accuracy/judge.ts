import { isAttributed, type Attributed, type Attribution, type Confidence } from "../../policypack/model";
import type { Label, Truth } from "./label";

/**
 * right: event and actor are those of the label. missed: nobody was named for a change that somebody made. wrong: another
 * event or actor, or surer than the records allow. blamed: somebody was named for what nobody touched. clear: nobody was.
 */
export type Finding =
  | { readonly verdict: "right"; readonly confidence: Confidence; readonly weaker: boolean }
  | { readonly verdict: "wrong" | "blamed"; readonly confidence: Confidence; readonly why: string }
  | { readonly verdict: "missed"; readonly why: string }
  | { readonly verdict: "clear" };

export interface Judged {
  readonly label: Label;
  readonly finding: Finding;
}

const STRENGTH: Readonly<Record<Confidence, number>> = { possible: 0, likely: 1, proven: 2 };

export function judge(label: Label, attribution: Attribution): Judged {
  return { label, finding: findingOf(label, attribution) };
}

function findingOf({ truth }: Label, attribution: Attribution): Finding {
  if (!isAttributed(attribution)) {
    return truth === undefined ? { verdict: "clear" } : { verdict: "missed", why: [attribution.reason, ...attribution.why].join("; ") };
  }
  const { confidence } = attribution;
  if (truth === undefined) return { verdict: "blamed", confidence, why: told(attribution) };
  const complaint = complaintOf(truth, attribution);
  return complaint === undefined ? { verdict: "right", confidence, weaker: STRENGTH[confidence] < STRENGTH[truth.least] } : { verdict: "wrong", confidence, why: complaint };
}

function complaintOf(truth: Truth, attribution: Attributed): string | undefined {
  const { actor, confidence, event } = attribution;
  if (truth.event !== event.id && truth.event !== event.record?.location) return `another event than ${truth.event}: ${told(attribution)}`;
  const found = [actor.kind, actor.name, actor.identity].join(" ");
  const wanted = [truth.kind, truth.name, truth.identity].join(" ");
  if (found !== wanted) return `actor is "${found}", not "${wanted}"`;
  return STRENGTH[confidence] > STRENGTH[truth.most] ? `${confidence}, though the records support no more than ${truth.most}: ${told(attribution)}` : undefined;
}

function told({ event, why }: Attributed): string {
  return `${event.record?.location ?? event.id}, ${why.join("; ")}`;
}
