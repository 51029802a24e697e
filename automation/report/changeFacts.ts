import {
  isAttributed,
  type Actor,
  type Attributed,
  type AuditEvent,
  type Change,
  type Decision,
  type StackReport,
  type Unattributed,
} from "../../policypack/model";
import { consoleUrl } from "./consoleUrl";
import type { Fact } from "./fact";
import { count, joined, prose, say, type Phrase } from "./phrase";
import { utcMinute, utcSecond } from "./utcTime";

// The links of a chain and the reasons that people read; the JSON report has them all.
const NAMED_LINKS = 6;
const NAMED_REASONS = 4;
const NAMED_RELATED = 2;

/** Who did it, how we know, and what was decided. */
export function changeFacts({ attribution, decision }: Change, stack: StackReport): readonly Fact[] {
  const who = isAttributed(attribution) ? attributedFacts(attribution) : [{ label: "by", text: unattributedPhrase(attribution, stack) }];
  return [
    ...who,
    { label: "decision", text: decisionPhrase(decision) },
  ];
}

function attributedFacts({ actor, event, related, confidence, why }: Attributed): readonly Fact[] {
  const url = consoleUrl(event.url);
  const links = actor.chain.slice(0, NAMED_LINKS).map(({ kind, name }) => say`${name} (${kind})`);
  return [
    { label: "by", text: actorPhrase(actor) },
    ...(links.length > 0 ? [{ label: "through", text: say`${joined(links, " ← ")}${more(actor.chain.length - links.length)}` }] : []),
    { label: "event", text: say`${eventPhrase(event)}, id ${event.id}`, ...(url !== undefined && { url }) },
    { label: "why", text: say`${prose(confidence)}${whyPhrase(why, say`: `)}` },
    ...(related.length > 0
      ? [{ label: "earlier", text: say`${joined(related.slice(0, NAMED_RELATED).map(eventPhrase), "; ")}${more(related.length - NAMED_RELATED)}` }]
      : []),
  ];
}

export function actorPhrase(actor: Actor): Phrase {
  // The name that the record bears stays beside the one that people use: that one proves nothing.
  const name = actor.knownAs === undefined ? say`${actor.name}` : say`${actor.knownAs} [${actor.name}]`;
  return say`${name} (${prose(actor.kind)}${identityPhrase(actor)})${channelPhrase(actor)}${originPhrase(actor)}`;
}

function channelPhrase({ via, viaBasis }: Actor): Phrase {
  if (via === "unknown") return say``;
  return say` via ${prose(via)}${viaBasis === "user-agent" ? say` (by its user agent)` : say``}`;
}

function identityPhrase({ identity }: Actor): Phrase {
  switch (identity) {
    case "verified":
      return say``;
    case "claimed":
      return say`, session name claimed by the caller`;
    case "unresolved":
      return say`, only the role is known`;
  }
}

function originPhrase({ sourceIp, mfa, breakGlass }: Actor): Phrase {
  const from = sourceIp === undefined ? say`` : say` from ${sourceIp}`;
  return say`${from}${mfa === false ? say`, no MFA` : say``}${breakGlass ? say`, BREAK-GLASS` : say``}`;
}

export function eventPhrase({ service, operation, time }: AuditEvent): Phrase {
  return say`${operation} (${service}) at ${utcSecond(time)}`;
}

function unattributedPhrase(attribution: Unattributed, stack: StackReport): Phrase {
  return say`unknown: ${reasonPhrase(attribution.reason, stack)}${whyPhrase(attribution.why, say`; `)}`;
}

function reasonPhrase(reason: Unattributed["reason"], { window }: StackReport): Phrase {
  switch (reason) {
    case "no-event":
      return window
        ? say`no event in the trail between ${utcMinute(window.from)} and ${utcMinute(window.to)}`
        : say`no event in the trail`;
    case "too-recent":
      return say`too recent, an event needs up to 15 minutes to appear; scan again`;
    case "before-retention":
      return say`the change may be older than what the trail keeps`;
    case "data-event":
      return say`done by a data event, which the trail does not record`;
    case "source-unavailable":
      return say`the trail could not be read`;
    case "not-asked":
      return say`the trail was not asked`;
    case "provider-noise":
      return say`nobody changed it, the provider reports it by itself`;
  }
}

export function decisionPhrase({ action, by, until, owner, overdue }: Decision): Phrase {
  const source = "rule" in by ? say`rule ${by.rule}` : say`${by.person}${by.basis === "claimed" ? say` (CLAIMED: nobody vouches for the name)` : say``}: ${prose(by.reason)}`;
  // A hold, an ignore and what a person released run out; anything else has to be done by then.
  const end = action === "hold" || action === "ignore" || (action === "alert" && "person" in by) ? say`until` : say`by`;
  const time = until === undefined ? say`` : say` ${end} ${utcMinute(until)}`;
  return say`${prose(action)}${time}${overdue ? say`, OVERDUE` : say``} (${source})${owner === undefined ? say`` : say`, owner ${owner}`}`;
}

function whyPhrase(why: readonly string[], lead: Phrase): Phrase {
  if (why.length === 0) return say``;
  const told = why.slice(0, NAMED_REASONS).map((sentence) => prose(sentence));
  return say`${lead}${joined(told, "; ")}${more(why.length - told.length)}`;
}

function more(amount: number): Phrase {
  return amount > 0 ? say` and ${count(amount, "more", "more")}` : say``;
}
