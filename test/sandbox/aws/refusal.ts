import type { WireResponse } from "./exchange";
import type { Call } from "./models/identify";

export interface Refusal {
  /** As it stands on the wire. */
  readonly code: string;
  readonly message: string;
  /** HTTP; 400 where nothing is said. */
  readonly status?: number;
}

/** A refusal in the form in which the client of this call expects it. */
export function refusalAnswer(call: Call, { code, message, status = 400 }: Refusal, requestId: string): WireResponse {
  const xml = `<Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  const fault = status < 500 ? "Sender" : "Receiver";
  switch (call.protocol) {
    case "json":
    case "cbor":
      return answer(status, "application/x-amz-json-1.1", JSON.stringify({ __type: code, message }), requestId);
    case "query":
      return answer(status, "text/xml", `<ErrorResponse><Error><Type>${fault}</Type>${xml}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`, requestId);
    case "ec2":
      return answer(status, "text/xml", `<Response><Errors><Error>${xml}</Error></Errors><RequestID>${requestId}</RequestID></Response>`, requestId);
    case "rest": {
      if (call.service.metadata.protocol === "rest-xml") return answer(status, "application/xml", `<Error>${xml}<RequestId>${requestId}</RequestId></Error>`, requestId);
      const { headers, ...rest } = answer(status, "application/json", JSON.stringify({ Message: message }), requestId);
      return { ...rest, headers: { ...headers, "x-amzn-errortype": code } };
    }
  }
}

function answer(status: number, type: string, body: string, requestId: string): WireResponse {
  return { status, headers: { "content-type": type, "x-amzn-requestid": requestId, "x-amz-request-id": requestId }, body: Buffer.from(body) };
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
