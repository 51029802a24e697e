import type { JsonObject } from "../../../../policypack/model/json";
import { textAt } from "../json";

/** What Lambda adds to the parameters of an UpdateFunctionCode: so in a real record of a call by ARN, taken to be so by name, too. */
export function codeParameters(parameters: JsonObject, account: string, region: string): JsonObject {
  // A name, `account:function:name` or a whole ARN.
  const functionName = (textAt(parameters, "FunctionName") ?? "").replace(/^.*function:/, "");
  return {
    dryRun: false,
    fullyQualifiedArn: { arnPrefix: { partition: "aws", region, account }, relativeId: { functionName }, functionQualifier: {} },
  };
}
