import type { CloudTrailRecord } from "../audit/trailRecord";

const READS = /^(Get|List|Describe|Head|Lookup|Search|BatchGet|Query|Scan|Check|Test|Simulate|Validate|Preview|Estimate|AssumeRole|Decrypt|ConsoleLogin)/;

/** Did this call, as a management event, change something? Failed calls and dry runs did not, whatever they say. */
export function isMutating(record: CloudTrailRecord): boolean {
  if (record.errorCode !== undefined && record.errorCode !== "") return false;
  if (record.eventCategory !== undefined && record.eventCategory !== "Management") return false;
  if (record.managementEvent === false) return false;
  if (isDryRun(record)) return false;
  // STS hands out sessions and changes nothing, whatever the flag says.
  if (record.eventSource === "sts.amazonaws.com" || record.eventSource === "signin.amazonaws.com") return false;
  return record.readOnly === undefined ? !READS.test(record.eventName) : !record.readOnly;
}

/** `UpdateFunctionCode` with `dryRun` succeeds and changes nothing; EC2 answers with an error code instead. */
function isDryRun(record: CloudTrailRecord): boolean {
  const flag = record.requestParameters?.["dryRun"];
  return flag === true || flag === "true";
}

/** Event names are not API names: some carry the API's version. https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html */
export function operationOf(record: CloudTrailRecord): string {
  return record.eventName.replace(/\d{4}_?\d{2}_?\d{2}(v\d+)?$/, "");
}
