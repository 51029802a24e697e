import { isJsonObject } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import type { Call } from "./indexRecords";
import { operationOf } from "./mutatingCalls";

/**
 * `SetDefaultPolicyVersion` tells a version's number, and the `CreatePolicyVersion` that was answered this number tells
 * its text. Gives the former the latter's document, where both are at hand; any other call stays as it is.
 */
export function withVersionText(record: CloudTrailRecord, calls: readonly Call[]): CloudTrailRecord {
  const request = record.requestParameters;
  if (operationOf(record) !== "SetDefaultPolicyVersion") return record;
  const made = calls.findLast(({ trail: { record: other } }) => {
    const version = other.responseElements?.["policyVersion"];
    const isMaking = operationOf(other) === "CreatePolicyVersion" && other.requestParameters?.["policyArn"] === request?.["policyArn"];
    return isMaking && version !== undefined && isJsonObject(version) && version["versionId"] === request?.["versionId"];
  });
  const document = made?.trail.record.requestParameters?.["policyDocument"];
  return document === undefined ? record : { ...record, requestParameters: { ...request, policyDocument: document } };
}
