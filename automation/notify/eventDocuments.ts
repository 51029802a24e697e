import type { JsonObject } from "../../policypack/model";
import { cut } from "../report/cut";
import { say, type Phrase } from "../report/phrase";
import { terminalPhrase } from "../report/terminalText";
import type { Alert, AlertGroup } from "./alert";
import { changeDocument, documentHead, endedDocument, shortened, sizeOf, summaryOf } from "./alertDocument";
import { changePhrase, endedPhrase, severityOf, stacksOf, uncheckedPhrase } from "./alertText";
import { fitLines } from "./fitLines";

// Of one alert; the outbox has to hold it, and a few of its like.
const MOST_BYTES = 3_000_000;
const LONGEST_TEXT = 1_000;

/** What is one event in a log. */
export interface EventDocument {
  readonly about: "alert" | "change" | "unchecked" | "resolved" | "checked-again";
  /** For a person. */
  readonly text: string;
  /** Says `about` too; has neither values nor whatever else nests without end. */
  readonly document: JsonObject;
}

/**
 * An alert as one document for itself, first, and one for each thing that it tells, for receivers that search in
 * events. Worst changes first, cut at 3 MB with a count in the first one's `left`.
 */
export function eventDocuments(alert: Alert): readonly EventDocument[] {
  const { groups, unchecked, ended, recovered } = alert;
  const event = (about: EventDocument["about"], text: string, fields: object): EventDocument => ({ about, text, document: { ...documentHead(alert), about, ...shortened(fields) } });
  const all = [
    ...unchecked.map((stack) => () => event("unchecked", textOf(uncheckedPhrase(stack)), stack)),
    ...recovered.map((stack) => () => event("checked-again", textOf(say`${stack} was checked again`), { stack })),
    ...ended.map((one) => () => event("resolved", textOf(endedPhrase(one)), endedDocument(one))),
    ...groups.flatMap(({ thread, changes }) => changes.map((change) => () => event("change", textOf(changePhrase(change)), { thread, ...withoutValues(changeDocument(change)) }))),
  ];
  const { kept, left } = fitLines(all, MOST_BYTES, (draw) => draw(), ({ document, text }) => sizeOf(document) + sizeOf(text));
  const changes = groups.flatMap((group) => group.changes);
  const counts = { changes: changes.length, stacks: stacksOf(changes).length, unchecked: unchecked.length, resolved: ended.length };
  return [event("alert", summaryOf(alert), { ...counts, groups: groups.map(briefGroup), left }), ...kept];
}

/** Its changes say the rest: the 20 of them stay below the 256 attributes that a log may have. */
function briefGroup({ thread, cause, changes }: AlertGroup): object {
  const who = cause.kind === "actor" ? { actor: cause.actor.name, sessions: cause.sessions } : {};
  return { thread, ...who, severity: severityOf(changes), changes: changes.length, stacks: stacksOf(changes).length };
}

/** The text says what they are. Receivers count attributes, and how deep they lie. */
function withoutValues(document: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== "expected" && key !== "actual" && key !== "text"));
}

function textOf(phrase: Phrase): string {
  return cut(terminalPhrase(phrase), LONGEST_TEXT);
}
