import { isJsonObject, type Json } from "../../policypack/model";
import type { Masker } from "../compare/masker";
import { weighEntries } from "./aclEntries";
import { elementDelta, leafOf, listDelta, netElements, pathOf } from "./elements";
import { elsewhere, type Evidence } from "./evidence";
import { isHidden, sameValue } from "./normalForm";
import type { Writer } from "./operations";
import { agreement, entriesUnder, leavesAgree, visibleParameters, type Agreement, type Names } from "./parameters";
import { elementSet, isOff, isUnshown, tellSetting, unseen, type Question } from "./question";
import { weighReading } from "./readings";
import { weighRules } from "./securityGroupRules";

/** What a call says that is known to change this property. */
export function weighWriter(writer: Writer, question: Question): Evidence {
  const { effect } = writer;
  if (typeof effect !== "string") return "reads" in effect ? weighReading(effect.reads(question.record, question.drift.resource), question) : weighImplied(effect.implies, question);
  switch (effect) {
    case "entries":
      return weighEntries(question.record, question.drift, question.change);
    case "rules":
      return weighRules(question.record, question.drift, question.change);
    case "clears":
      if (isUnshown(question.change)) return unseen;
      return isOff(question.change.actual) ? { verdict: "explains", says: "took it away" } : { verdict: "contradicts", says: "took it away, and it is there again" };
    case "adds":
    case "removes":
      return weighElement(writer, effect, question);
    case "sets":
      return writer.prepares === true ? asPreparation(weighSetting(writer, question)) : weighSetting(writer, question);
  }
}

function weighImplied(value: Json, question: Question): Evidence {
  const { change, masker } = question;
  const told = [leafOf(pathOf(change)) ?? "it", value] as const;
  return change.actual !== undefined && sameValue(value, change.actual, masker)
    ? { verdict: "explains", says: `always sets ${tellSetting(told, question, "actual")}` }
    : { verdict: "contradicts", says: `always sets ${tellSetting(told, question, "other")}` };
}

function asPreparation({ verdict }: Evidence): Evidence {
  return verdict === "explains" ? { verdict: "touches", says: "prepared the actual value; who put it into effect is not recorded" } : elsewhere;
}

export function weighSetting(writer: Pick<Writer, "names" | "answered" | "whole">, question: Question): Evidence {
  const { record, change, masker } = question;
  const names = writer.names ?? {};
  const parameters = writer.answered === true ? (record.responseElements ?? {}) : visibleParameters(record.requestParameters, question.subjects);
  if (Object.keys(parameters).length === 0) return unseen;
  const found = settingFound(parameters, question, names, masker);
  switch (found.agreement) {
    case "agrees":
      return { verdict: "explains", says: `set ${tellSetting(found.told, question, "actual")}` };
    case "contradicts":
      return { verdict: "contradicts", says: `set ${tellSetting(found.told, question, "other")}` };
    case "hidden":
      return unseen;
    case "silent": {
      // Outputs follow from a call; AWS tells some of them in its answer.
      const answered = change.tier === "output" ? settingFound(record.responseElements ?? {}, question, names, masker) : found;
      if (answered.agreement === "agrees") return { verdict: "explains", says: `was answered ${tellSetting(answered.told, question, "actual")}` };
      return writer.whole === true || writer.answered === true || change.path === "" ? unseen : elsewhere;
    }
  }
}

interface Found {
  readonly agreement: Agreement;
  /** The parameter as the call spells it, where there is one of the property's name. */
  readonly told?: readonly [string, Json] | undefined;
}

/** Looks for the property itself, then for what it stands in: a call may set the whole of which a leaf changed. */
function settingFound(parameters: Json, { change }: Question, names: Names, masker: Masker): Found {
  const path = pathOf(change);
  const inList = typeof path.at(-1) === "number";
  const named = path.filter((segment) => typeof segment === "string");
  for (const [depth, name] of named.toReversed().entries()) {
    const entries = entriesUnder(parameters, names[name] ?? name);
    const values = entries.map(([, value]) => value);
    const told = entries[0];
    if (told === undefined) continue;
    if (depth > 0) return { agreement: values.every(isHidden) ? "hidden" : "silent" };
    if (isUnshown(change)) return { agreement: "hidden" };
    if (inList) return { agreement: elementSet(values, change, masker), told };
    if (change.actual === undefined) return { agreement: values.every(isHidden) ? "hidden" : "contradicts", told };
    return { agreement: agreement(parameters, name, change.actual, names, masker), told };
  }
  if (change.actual === undefined) return { agreement: "silent" };
  return { agreement: agreement(parameters, named.at(-1) ?? "", change.actual, names, masker) };
}

function weighElement(writer: Writer, effect: "adds" | "removes", question: Question): Evidence {
  const { record, drift, change, masker } = question;
  const parameters = visibleParameters(record.requestParameters, question.subjects);
  if (Object.keys(parameters).length === 0) return unseen;
  const own = netElements(elementDelta(drift, change), listDelta(drift, change));
  const delta = own.added.length + own.removed.length > 0 ? own : netElements(listDelta(drift, change), listDelta(drift, change));
  const property = String(pathOf(change)[0] ?? "");
  const agrees = (element: Json) => isElementOf(parameters, element, property, writer.names ?? {}, masker);
  const came = delta.added.some(agrees);
  const went = delta.removed.some(agrees);
  if (effect === "adds") {
    if (came) return { verdict: "explains", says: "added exactly this" };
    return went ? { verdict: "contradicts", says: "added what is missing now" } : elsewhere;
  }
  if (went && delta.added.length === 0) return { verdict: "explains", says: "removed exactly this" };
  if (went) return { verdict: "touches", says: "removed what was there before" };
  return came ? { verdict: "contradicts", says: "removed this, which is there again" } : elsewhere;
}

function isElementOf(parameters: Json, element: Json, property: string, names: Names, masker: Masker): boolean {
  const found = isJsonObject(element) ? leavesAgree(parameters, element, names, masker) : agreement(parameters, property, element, names, masker);
  return found === "agrees";
}
