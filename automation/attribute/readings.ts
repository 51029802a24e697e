import { isJsonArray, isJsonObject, type Json } from "../../policypack/model";
import { elementDelta, listDelta, netElements, pathOf, type ElementDelta } from "./elements";
import { elsewhere, type Evidence } from "./evidence";
import { isHidden, normalForm, sameValue } from "./normalForm";
import type { Reading, Setting } from "./operations/reader";
import { elementSet, isOff, isUnshown, tellSetting, unseen, type Question } from "./question";

/** What a call says, as its reader understood it. */
export function weighReading(reading: Reading, question: Question): Evidence {
  const isGone = question.drift.kind === "deleted";
  switch (reading.does) {
    case "another":
      return elsewhere;
    case "untold":
      return { verdict: "names", says: "may have changed this one; what it did is not recorded" };
    case "deletes":
      return isGone ? { verdict: "explains", says: "deleted this resource" } : { verdict: "contradicts", says: "deleted this resource, which is there again" };
    case "sets":
      return isGone ? elsewhere : weighSettings(reading.settings, reading.replaces ?? [], question);
  }
}

function weighSettings(settings: readonly Setting[], replaces: readonly string[], question: Question): Evidence {
  const path = namesOf(question);
  const ofElements = settings.filter((setting) => setting.element !== undefined && isSame(setting.path, path.slice(0, setting.path.length)));
  const whole = settings.filter(({ element }) => element === undefined);
  const last = whole.findLast((setting) => isSame(setting.path, path.slice(0, setting.path.length)));
  const parts = lastOfEach(whole.filter((setting) => setting.path.length > path.length && isSame(setting.path.slice(0, path.length), path)));
  if (ofElements.length > 0) return weighElements(ofElements, question);
  if (last !== undefined) return weighOne(last, path.slice(last.path.length), question);
  if (parts.length > 0) return weighParts(parts, path.length, question);
  return replaces.includes(path[0] ?? "") ? weighAbsence(question) : elsewhere;
}

function namesOf({ change }: Question): readonly string[] {
  return pathOf(change).filter((segment) => typeof segment === "string");
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, at) => name === other[at]);
}

function lastOfEach(settings: readonly Setting[]): readonly Setting[] {
  return [...new Map(settings.map((setting) => [JSON.stringify(setting.path), setting])).values()];
}

/** The property itself, or what it stands in (`rest` leads from there to the property). */
function weighOne(setting: Setting, rest: readonly string[], question: Question): Evidence {
  const { change, masker } = question;
  if (setting.untold === true || isUnshown(change)) return unseen;
  const value = setting.value === undefined ? undefined : valueAt(setting.value, rest);
  if (value === undefined) return weighAbsence(question);
  if (isHidden(value) && value !== "") return unseen;
  const told = [namesOf(question).at(-1) ?? "it", value] as const;
  const agrees: Evidence = { verdict: "explains", says: `set ${tellSetting(told, question, "actual")}` };
  const differs: Evidence = { verdict: "contradicts", says: `set ${tellSetting(told, question, "other")}` };
  if (typeof pathOf(change).at(-1) === "number" && isJsonArray(value)) {
    const found = elementSet([value], change, masker);
    return found === "hidden" ? unseen : found === "agrees" ? { ...agrees, says: `set the list that is there now` } : { ...differs, says: "set another list, which is not there any more" };
  }
  return isAgreed(value, change.actual, question) ? agrees : differs;
}

function isAgreed(value: Json, actual: Json | undefined, { masker }: Question): boolean {
  return actual === undefined ? isOff(value) : sameValue(value, actual, masker);
}

function weighAbsence({ change }: Question): Evidence {
  if (isUnshown(change)) return unseen;
  return isOff(change.actual) ? { verdict: "explains", says: "took it away" } : { verdict: "contradicts", says: "took it away, and it is there again" };
}

/** A structure changed, of which the call set some leaves: all that differs must be the call's. */
function weighParts(parts: readonly Setting[], depth: number, question: Question): Evidence {
  const { change } = question;
  if (isUnshown(change) || parts.some(({ untold }) => untold === true)) return unseen;
  const rests = parts.map((part) => ({ rest: part.path.slice(depth), value: part.value }));
  const disagrees = rests.some(({ rest, value }) => {
    const actual = valueAt(change.actual, rest);
    return value === undefined ? !isOff(actual) : !isAgreed(value, actual, question);
  });
  if (disagrees) return { verdict: "contradicts", says: "set it otherwise, which is not there any more" };
  const differing = leavesOf(change.actual, change.expected).filter((path) => differs(valueAt(change.actual, path), valueAt(change.expected, path)));
  const isSet = (path: readonly string[]) => rests.some(({ rest }) => isSame(rest, path.slice(0, rest.length)));
  if (!differing.some(isSet)) return elsewhere;
  return differing.every(isSet) ? { verdict: "explains", says: "set all of it that differs to the actual values" } : { verdict: "touches", says: "set a part of it to the actual value" };
}

function differs(actual: Json | undefined, expected: Json | undefined): boolean {
  if (isOff(actual) && isOff(expected)) return false;
  return actual === undefined || expected === undefined || normalForm(actual) !== normalForm(expected);
}

/** The paths of all leaves of either side. */
function leavesOf(...sides: readonly (Json | undefined)[]): readonly (readonly string[])[] {
  const leaves = sides.flatMap((side): (readonly string[])[] => {
    const value = single(side);
    return isJsonObject(value) ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner).map((path) => [key, ...path])) : value === undefined ? [] : [[]];
  });
  return [...new Map(leaves.map((leaf) => [JSON.stringify(leaf), leaf])).values()];
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const inside = single(value);
  return isJsonObject(inside) && Object.hasOwn(inside, name) ? valueAt(inside[name], rest) : undefined;
}

/** Pulumi has lists of at most one where AWS has a structure. */
function single(value: Json | undefined): Json | undefined {
  return isJsonArray(value) && value.length === 1 && isJsonObject(value[0]) ? value[0] : value;
}

function weighElements(settings: readonly Setting[], question: Question): Evidence {
  const { added, removed } = elementsOf(question, settings[0]?.path.length === 1);
  const comes = settings.filter(({ element }) => element === "comes");
  const goes = settings.filter(({ element }) => element === "goes");
  const among = (elements: readonly Json[], wanted: readonly Setting[]) => elements.some((element) => wanted.some(({ value }) => value !== undefined && isElement(value, element, question)));
  if (added.length > 0 && comes.some(({ untold }) => untold === true)) return { verdict: "touches", says: "added one; which one is not recorded" };
  if (among(added, comes)) return { verdict: "explains", says: "added exactly this" };
  if (among(removed, goes)) return added.length === 0 ? { verdict: "explains", says: "removed exactly this" } : { verdict: "touches", says: "removed what was there before" };
  if (among(removed, comes)) return { verdict: "contradicts", says: "added what is missing now" };
  return among(added, goes) ? { verdict: "contradicts", says: "removed this, which is there again" } : elsewhere;
}

/** Of a list that stands deeper, only what the change itself tells. */
function elementsOf({ drift, change }: Question, isOfResource: boolean): ElementDelta {
  if (isOfResource) return netElements(elementDelta(drift, change), listDelta(drift, change));
  const side = (value: Json | undefined) => (isJsonArray(value) ? value : value === undefined ? [] : [value]);
  const own = { added: side(change.actual), removed: side(change.expected) };
  return netElements(own, own);
}

/** What the call tells of an element must be the element's. */
function isElement(told: Json, element: Json, { masker }: Question): boolean {
  if (!isJsonObject(told) || !isJsonObject(element)) return sameValue(told, element, masker);
  return Object.entries(told).every(([name, value]) => element[name] !== undefined && sameValue(value, element[name], masker));
}
