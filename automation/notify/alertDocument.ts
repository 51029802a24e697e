import { canonicalJson, isAttributed, isJsonArray, isJsonObject, jsonSchema, type Actor, type AuditEvent, type Change, type Json, type JsonObject } from "../../policypack/model";
import { cut } from "../report/cut";
import { terminalPhrase } from "../report/terminalText";
import type { Alert, AlertedChange, AlertGroup, Cause, EndedChange } from "./alert";
import { changePhrase, headlinePhrase, severityOf, stacksOf } from "./alertText";
import { fitLines } from "./fitLines";

// In bytes of JSON, where a control character has six: with some sixty texts a change stays far below what EventBridge
// takes, and an alert's lists below what a webhook takes.
const LONGEST_TEXT = 500;
const LONGEST_VALUE = 1_000;
const MOST_LINKS = 6;
const MOST_NAMED = 20;
// For the numbers of what is left out.
const LEFT_BYTES = 200;

/**
 * An alert as `whodrift/alert@1`: what a program does something with. Worst changes first, cut to `maxBytes` of JSON
 * with a count in `left`; the report has everything.
 */
export function alertDocument(alert: Alert, maxBytes: number): JsonObject {
  const { groups, unchecked, ended, recovered, closed, uncheckedThread } = alert;
  const whole = {
    ...documentHead(alert),
    summary: summaryOf(alert),
    groups: groups.map(groupDocument),
    unchecked: asJson(unchecked.slice(0, MOST_NAMED)),
    ...(unchecked.length > 0 && { uncheckedThread }),
    resolved: ended.slice(0, MOST_NAMED).map(endedDocument),
    recovered: asJson(recovered.slice(0, MOST_NAMED)),
    closed: asJson(closed.slice(0, MOST_NAMED)),
  };
  const changes = groups.flatMap(({ thread, changes: grouped }) => grouped.map((change) => () => ({ thread, ...changeDocument(change) })));
  const { kept, left } = fitLines(changes, maxBytes - sizeOf(whole) - LEFT_BYTES, (draw) => draw(), (change) => sizeOf(change) + 1);
  return {
    ...whole,
    changes: kept,
    left: { changes: left, unchecked: over(unchecked), resolved: over(ended), recovered: over(recovered), closed: over(closed) },
  };
}

/** What each message of one alert begins with. */
export function documentHead(alert: Alert): JsonObject {
  return { schema: "whodrift/alert@1", id: alert.id, route: alert.route, scan: asJson(alert.scan) };
}

export function summaryOf(alert: Alert): string {
  return shortText(terminalPhrase(headlinePhrase(alert)), LONGEST_VALUE);
}

export function groupDocument({ thread, cause, changes }: AlertGroup): JsonObject {
  const stacks = stacksOf(changes);
  return {
    thread,
    ...causeDocument(cause),
    severity: severityOf(changes),
    changes: changes.length,
    stacks: asJson(stacks.slice(0, MOST_NAMED)),
    stackCount: stacks.length,
  };
}

function causeDocument(cause: Cause): JsonObject {
  switch (cause.kind) {
    case "actor":
      return { actor: actorDocument(cause.actor), sessions: cause.sessions };
    case "unknown":
      return { unknown: cause.reason };
    case "many":
      return { actors: cause.causes };
  }
}

export function changeDocument({ stack, drift, change }: AlertedChange): JsonObject {
  const { urn, type, name, id, arn, account, region, declaredAt } = drift.resource;
  const { fingerprint, valueDigest, path, kind, tier, severity, opensAccess = false, attribution, decision, history } = change;
  return {
    text: shortText(terminalPhrase(changePhrase({ stack, drift, change })), LONGEST_VALUE),
    ...shortened({ fingerprint, valueDigest, stack, resource: { urn, type, name, id, arn, account, region, declaredAt }, drift: drift.kind, kind, path, tier, severity, opensAccess }),
    ...values(change),
    ...shortened({
      confidence: attribution.confidence,
      ...(isAttributed(attribution)
        ? { actor: actorDocument(attribution.actor), event: eventDocument(attribution.event) }
        : { unknown: attribution.reason }),
      decision: { action: decision.action, by: decision.by, until: decision.until, owner: decision.owner, overdue: decision.overdue },
      history,
    }),
  };
}

export function endedDocument({ stack, ended: { fingerprint, urn, type, path, how, at, firstSeen, actor, why } }: EndedChange): JsonObject {
  return shortened({ stack, fingerprint, urn, type, path, how, at, firstSeen, ...(actor && { actor: actorDocument(actor) }), why });
}

export function actorDocument(actor: Actor): JsonObject {
  return shortened({ ...actor, chain: actor.chain.slice(0, MOST_LINKS) });
}

function eventDocument({ id, time, service, operation, account, region, principal, url }: AuditEvent): JsonObject {
  return shortened({ id, time, service, operation, principal, account, region, url });
}

/** As they are where they are short, else the beginning of their JSON. */
function values({ expected, actual }: Pick<Change, "expected" | "actual">): JsonObject {
  const shown = (value: Json) => (canonicalJson(value).length <= LONGEST_VALUE ? shortTexts(value) : shortText(canonicalJson(value), LONGEST_VALUE));
  return { ...(expected !== undefined && { expected: shown(expected) }), ...(actual !== undefined && { actual: shown(actual) }) };
}

/** A document of these fields. */
export function shortened(fields: object): JsonObject {
  const json = asJson(fields);
  return isJsonObject(json) ? json : {};
}

/** As JSON, with its texts cut and without what is undefined. */
export function asJson(value: unknown): Json {
  return shortTexts(jsonSchema.parse(JSON.parse(JSON.stringify(value))));
}

function shortTexts(value: Json): Json {
  if (typeof value === "string") return shortText(value, LONGEST_TEXT);
  if (isJsonArray(value)) return value.map(shortTexts);
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [shortText(key, LONGEST_TEXT), shortTexts(inner)]));
  return value;
}

/** @param longest bytes of JSON, to which what `cut` says is added */
function shortText(text: string, longest: number): string {
  if (text.length <= longest && sizeOf(text) <= longest) return wellFormed(text);
  let room = longest;
  let kept = 0;
  // More characters than bytes never fit.
  for (const character of text.slice(0, longest)) {
    room -= sizeOf(character) - 2;
    if (room < 0) break;
    kept += character.length;
  }
  return wellFormed(cut(text, kept));
}

/** Half a pair of surrogates is no text: receivers refuse the whole message for it. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

export function sizeOf(json: Json): number {
  return Buffer.byteLength(JSON.stringify(json));
}

function over(all: readonly unknown[]): number {
  return Math.max(0, all.length - MOST_NAMED);
}
