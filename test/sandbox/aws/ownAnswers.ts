import type { JsonObject } from "../../../policypack/model/json";
import type { WireResponse } from "./exchange";
import type { Call } from "./models/identify";

/** What the front answers in the emulator's place. */

export function jsonAnswer(status: number, body: JsonObject, requestId: string): WireResponse {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** An error of the JSON 1.1 protocol. */
export function jsonError(code: string, message: string, requestId: string): WireResponse {
  return jsonAnswer(400, { __type: code, message }, requestId);
}

/** An error of the query protocol. */
export function queryError(status: number, code: string, message: string, requestId: string): WireResponse {
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: Buffer.from(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>` +
        `<RequestId>${requestId}</RequestId></ErrorResponse>`,
    ),
  };
}

/** The emulator does not name the caller where there is no such role. */
export function namingCaller(response: WireResponse, arn: string): WireResponse {
  const text = response.body.toString("utf8");
  return text.includes("User: is not authorized") ? { ...response, body: Buffer.from(text.replace("User: is", () => `User: ${arn} is`)) } : response;
}

/** Whether this EC2 call only asks if it may: the emulator would carry it out. */
export function isDryRun({ protocol }: Call, parameters: JsonObject): boolean {
  return protocol === "ec2" && parameters["DryRun"] === true;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export function dryRunAnswer(requestId: string): WireResponse {
  const message = "Request would have succeeded, but DryRun flag is set.";
  return {
    status: 412,
    headers: { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": requestId },
    body: Buffer.from(
      `<Response><Errors><Error><Code>DryRunOperation</Code><Message>${message}</Message></Error></Errors>` +
        `<RequestID>${requestId}</RequestID></Response>`,
    ),
  };
}
