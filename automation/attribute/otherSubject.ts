import { isJsonObject, type DriftedResource, type JsonObject } from "../../policypack/model";
import type { CloudTrailRecord } from "../audit/trailRecord";
import { operationOf } from "./mutatingCalls";
import { splitType } from "./resourceServices";

const SUFFIX = /(name|id|arn|identifier)$/;

// `Modify` + `TargetGroup`; the verb is one word.
const VERB = /^[A-Z][a-z]+/;

/**
 * Does the call act on something else, by a parameter that has the operation's own noun (`targetGroupArn` of
 * `ModifyTargetGroup`, `functionName` of `UpdateFunctionConfiguration`)? Then a resource of another noun is only
 * referred to, or has the same name by chance.
 */
export function actsOnAnother(record: CloudTrailRecord, { type, identities }: Pick<DriftedResource, "type" | "identities">): boolean {
  const noun = operationOf(record).replace(VERB, "").toLowerCase();
  const own = splitType(type).name.toLowerCase();
  return Object.entries(parametersOf(record.requestParameters ?? {})).some(([key, value]) => {
    const subject = key.toLowerCase().replace(SUFFIX, "");
    if (subject === "" || subject === key.toLowerCase() || !noun.startsWith(subject)) return false;
    return !own.startsWith(subject) && !own.endsWith(subject) && typeof value === "string" && !identities.includes(value);
  });
}

/** EC2 wraps the parameters of its newer calls. */
function parametersOf(request: JsonObject): JsonObject {
  const [entry, ...others] = Object.entries(request);
  return entry !== undefined && others.length === 0 && entry[0].endsWith("Request") && isJsonObject(entry[1]) ? entry[1] : request;
}
