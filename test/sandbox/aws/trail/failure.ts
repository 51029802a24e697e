import { isJsonArray, isJsonObject, type Json } from "../../../../policypack/model/json";
import { onlyChild } from "../decode";
import { parseXml } from "../decode/xml";
import type { WireResponse } from "../exchange";
import { parseJson, textAt } from "../json";
import type { Call } from "../models/identify";

export interface Failure {
  readonly errorCode: string;
  readonly errorMessage?: string;
}

/** The error of an answer as CloudTrail names it; `undefined` for one that went well. */
export function readFailure(call: Call, response: WireResponse): Failure | undefined {
  if (response.status < 400) return undefined;
  const { code, message } = readError(response);
  return {
    errorCode: nameInTrail(call, code ?? `Http${response.status}`, response.status),
    ...(message === undefined ? {} : { errorMessage: message }),
  };
}

interface WireError {
  readonly code: string | undefined;
  readonly message: string | undefined;
}

function readError(response: WireResponse): WireError {
  const text = response.body.toString("utf8");
  if (text.trimStart().startsWith("<")) {
    const error = errorElement(onlyChild(parseXml(text)));
    return { code: textAt(error, "Code"), message: textAt(error, "Message") };
  }
  const body = parseJson(text);
  const code = response.headers["x-amzn-errortype"] ?? textAt(body, "__type") ?? textAt(body, "code");
  return { code: code?.replace(/^.*#/, "").replace(/:.*$/, ""), message: textAt(body, "message") ?? textAt(body, "Message") };
}

/** `<ErrorResponse><Error>`, EC2's `<Response><Errors><Error>`, S3's bare `<Error>`. */
function errorElement(root: Json): Json {
  if (!isJsonObject(root)) return root;
  const errors = root["Errors"];
  const found = root["Error"] ?? (isJsonObject(errors) ? errors["Error"] : undefined);
  return (isJsonArray(found) ? found[0] : found) ?? root;
}

/**
 * EC2 tells whose fault it is; query services are recorded by the exception's class, not its wire code. A denial has
 * one name in all other services: in real records also those whose clients get an `AccessDeniedException` (Lambda,
 * Organizations, EC2 Instance Connect).
 */
function nameInTrail(call: Call, code: string, status: number): string {
  if (code === "AccessDeniedException") return "AccessDenied";
  if (call.protocol === "ec2") return `${status < 500 ? "Client" : "Server"}.${code}`;
  if (call.protocol !== "query") return code;
  const exception = call.operation.errors?.find((ref) => call.service.shape(ref).error?.code === code);
  return exception?.shape ?? code;
}
