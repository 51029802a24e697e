import type { DriftedResource } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import { operationOf } from "./mutatingCalls";
import { namesUnder } from "./namedResources";
import { relationOf } from "./operationNames";
import { likelySubjects, operationsOf, readerOf, subjectsOf } from "./operations";
import { servicesOf } from "./resourceServices";
import { agreesOnKeys, subjectKeys } from "./subjectKeys";
import { isTagCall } from "./tags";

type Named = Pick<DriftedResource, "type" | "identities">;

/**
 * The parameters (lower case) that say which resource a call acts on; undefined where it acts on another one. A call
 * of another service only refers to the resource, and so does one that names it in any other parameter.
 */
export function subjectsIn(record: CloudTrailRecord, { type, identities }: Named): ReadonlySet<string> | undefined {
  if (!servicesOf(type).includes(record.eventSource)) return undefined;
  const known = operationsOf(type);
  const subjects = known === undefined ? subjectsOfUnknown(record, type) : subjectsOf(known);
  const names = namesUnder(record, subjects);
  if (subjects.size > 0 && !identities.some((identity) => names.has(identity))) return undefined;
  return known !== undefined || agreesOnKeys(record, { type, identities }) ? subjects : undefined;
}

function subjectsOfUnknown({ requestParameters }: CloudTrailRecord, type: string): ReadonlySet<string> {
  const parameters = Object.keys(requestParameters ?? {});
  const likely = likelySubjects(type, parameters);
  return likely.size > 0 ? likely : subjectKeys(type, parameters);
}

/** May this mutating call have changed, made or deleted the resource? */
export function concerns(record: CloudTrailRecord, resource: Named): boolean {
  if (subjectsIn(record, resource) === undefined) return false;
  if (isTagCall(record)) return true;
  const operation = operationOf(record);
  const known = operationsOf(resource.type);
  const listed = (known?.writers ?? []).filter((writer) => writer.operations.includes(operation));
  const readers = listed.map(readerOf).filter((reader) => reader !== undefined);
  if (readers.length > 0) return readers.some((reader) => reader(record, resource).does !== "another");
  if (known?.deletes.includes(operation) === true) return true;
  if (listed.length > 0) return listed.some((writer) => writer.properties.length > 0);
  switch (relationOf(operation, resource.type)) {
    case "changes":
    case "deletes":
      return true;
    case "makes-another":
    case "changes-another":
      return false;
    case "unclear":
      return known === undefined || known.open === true;
  }
}
