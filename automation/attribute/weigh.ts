import { isJsonArray, isJsonObject, type FoundChange, type FoundDrift, type Json } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import type { Masker } from "../compare/masker";
import { subjectsIn } from "./concerns";
import { elsewhere, strongest, type Evidence } from "./evidence";
import { operationOf } from "./mutatingCalls";
import { normalForm } from "./normalForm";
import { relationOf } from "./operationNames";
import { operationsOf, readerOf, type ResourceOperations, type Writer } from "./operations";
import { mentions } from "./subjectKeys";
import { elementDelta, pathOf } from "./elements";
import { actsOnAnother } from "./otherSubject";
import { isTagCall, isTagChange, weighTags } from "./tags";
import { weighRules } from "./securityGroupRules";
import { valuesUnder, visibleParameters } from "./parameters";
import { rulesById } from "./ruleIds";
import type { Question } from "./question";
import { weighSetting, weighWriter } from "./writers";

const named: Evidence = { verdict: "names", says: "names this resource; whether it changed this property is not known" };

/** Weighs one mutating call, which has an identity of the resource somewhere in it, against one change. */
export function weigh(record: CloudTrailRecord, drift: FoundDrift, change: FoundChange, masker: Masker): Evidence {
  const { resource } = drift;
  const subjects = subjectsIn(record, resource);
  if (subjects === undefined) return elsewhere;
  const known = operationsOf(resource.type);
  if (known === undefined && actsOnAnother(record, resource)) return elsewhere;
  const question: Question = { record, drift, change, masker, subjects };
  if (drift.kind === "deleted") return weighDeletion(question, known);
  if (isTagChange(change)) return weighTags(record, change, masker);
  if (isTagCall(record)) return elsewhere;
  if (known === undefined) return weighUnknownType(question);
  return namesTheChild(question, known) ? asFarAsTold(weighKnownType(question, known), known) : elsewhere;
}

function asFarAsTold(evidence: Evidence, known: ResourceOperations): Evidence {
  return known.vague === true && evidence.verdict === "explains" ? { verdict: "touches", says: "did this to one of several; which one is not told" } : evidence;
}

function weighKnownType(question: Question, known: ResourceOperations): Evidence {
  const operation = operationOf(question.record);
  const listed = known.writers.filter((writer) => writer.operations.includes(operation) && isGiven(writer, question.record));
  if (listed.length === 0) return known.open === true && !known.deletes.includes(operation) ? weighUnknownType(question) : elsewhere;
  return strongest(listed.filter((writer) => changesProperty(writer, question.change)).map((writer) => weighWriter(writer, question)));
}

function isGiven({ given }: Writer, record: CloudTrailRecord): boolean {
  if (given === undefined) return true;
  const value = record.requestParameters?.[given.parameter];
  return (value === true || value === "true") === given.is;
}

function changesProperty(writer: Writer, change: FoundChange): boolean {
  return writer.properties.includes("*") || writer.properties.includes(String(pathOf(change)[0] ?? ""));
}

function weighDeletion(question: Question, known: ResourceOperations | undefined): Evidence {
  const operation = operationOf(question.record);
  const deleted: Evidence = { verdict: "explains", says: "deleted this resource" };
  if (known !== undefined) {
    const renamed = known.renames?.[operation];
    if (renamed !== undefined && typeof question.record.requestParameters?.[renamed] === "string") return { verdict: "explains", says: "gave this resource another name" };
    if (isEmptied(question, known.emptiedBy?.[operation])) return { verdict: "explains", says: "set nothing in its place" };
    const writer = known.writers.find((one) => readerOf(one) !== undefined && one.operations.includes(operation));
    if (writer !== undefined) return weighWriter(writer, question);
    if (!known.deletes.includes(operation) || !namesTheChild(question, known)) return elsewhere;
    return /^(Revoke|Modify)SecurityGroup/.test(operation) ? weighRevokedResource(question) : asFarAsTold(deleted, known);
  }
  switch (relationOf(operation, question.drift.resource.type)) {
    case "deletes":
      return deleted;
    case "changes":
    case "makes-another":
    case "changes-another":
      return elsewhere;
    case "unclear":
      return /^(Batch)?(Delete|Terminate|Remove|Deregister|Release|Cancel|Detach|Disassociate)/.test(operation) ? named : elsewhere;
  }
}

function isEmptied({ record, subjects }: Question, parameter: string | undefined): boolean {
  if (parameter === undefined) return false;
  const visible = visibleParameters(record.requestParameters, subjects);
  const values = parameter === "*" ? Object.values(visible) : valuesUnder(visible, parameter);
  // Without any, the trail does not show what was given.
  return values.length > 0 && values.every((value) => normalForm(value) === "");
}

/** A rule that is a resource of its own: the call names the group, and which of its rules by id or by content. */
function weighRevokedResource(question: Question): Evidence {
  const { record, drift, change } = question;
  const isModified = operationOf(record) === "ModifySecurityGroupRules";
  const rules = rulesById(record.requestParameters ?? {});
  if (rules.size > 0 && drift.resource.identities.some((identity) => identity.startsWith("sgr-"))) {
    if (!drift.resource.identities.some((identity) => rules.has(identity))) return elsewhere;
    return isModified ? { verdict: "touches", says: "changed this rule, by its id, into another one" } : { verdict: "explains", says: "removed this rule, by its id" };
  }
  const { removed } = elementDelta(drift, change);
  // The rule that was is not in the call, so it may be any of the group's.
  if (isModified) return { verdict: "names", says: "changed a rule of this group into another one; which one it was is not recorded" };
  if (!removed.some(isJsonObject)) return { verdict: "touches", says: "removed rules of this group; which ones cannot be compared" };
  return weighRules(record, drift, change);
}

/** Of several children of one parent, is it this one? Where a call does not say which, it means all of them. */
function namesTheChild({ record, drift, change }: Question, known: ResourceOperations): boolean {
  return (known.alsoNamedBy ?? []).every((parameter) => {
    const value = record.requestParameters?.[parameter];
    if (typeof value !== "string" || value === "" || value === "default") return true;
    const name = value.replace(/^arn:[^/]*:cluster\//, "");
    return drift.resource.identities.some((identity) => mentions(identity, name)) || holds(change.expected, name) || holds(change.actual, name);
  });
}

function holds(value: Json | undefined, text: string): boolean {
  if (value === text) return true;
  if (isJsonArray(value)) return value.some((element) => holds(element, text));
  return isJsonObject(value) && Object.values(value).some((element) => holds(element, text));
}

/** The general rule: the noun of the operation is the resource's, and a parameter has the property's name. */
function weighUnknownType(question: Question): Evidence {
  switch (relationOf(operationOf(question.record), question.drift.resource.type)) {
    case "changes": {
      const evidence = weighSetting({}, question);
      return evidence.verdict === "elsewhere" ? named : evidence;
    }
    case "deletes":
    case "makes-another":
    case "changes-another":
      return elsewhere;
    case "unclear":
      return named;
  }
}
