import { visible } from "../report/visible";
import type { Delivery } from "./sink";

const LONGEST = 200;

/** An AWS client repeats by itself what may pass, so that what comes here is final. Its messages quote no message that was sent. */
export function describeAwsFailure(error: unknown): Delivery {
  const { name, message } = error instanceof Error ? error : { name: "unknown failure", message: "" };
  const line = visible(message.split("\n")[0] ?? "").slice(0, LONGEST);
  return { outcome: "failed", reason: line === "" ? name : `${name}: ${line}`, isSinkDown: !ABOUT_THE_BODY.has(name) };
}

/** Others may be taken after these. */
const ABOUT_THE_BODY: ReadonlySet<string> = new Set(["InvalidParameterException", "InvalidParameterValueException", "ValidationException"]);

/** For clients: a scan's end does not wait long. Attempts as in `send`. */
export const AWS_PATIENCE = { maxAttempts: 4, requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true } } as const;
