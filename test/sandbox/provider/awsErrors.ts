import type { InitializeHandler, MiddlewareStack } from "@smithy/types";

/** Which call an error is from, which the error itself does not say. */
const operations = new WeakMap<object, string>();

/** For `client.middlewareStack.use(…)`: remembers where an error came from. */
export const rememberOperation = {
  applyToStack: <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): void => {
    stack.add(
      (next: InitializeHandler<Input, Output>, context) => async (args) => {
        try {
          return await next(args);
        } catch (error) {
          const [service, operation] = [nameIn(context.clientName, "Client"), nameIn(context.commandName, "Command")];
          if (error instanceof Error) operations.set(error, `${service}: ${operation}`);
          throw error;
        }
      },
      { step: "initialize", name: "rememberOperation" },
    );
  },
};

function nameIn(value: unknown, suffix: string): string {
  return typeof value === "string" ? value.slice(0, value.lastIndexOf(suffix)) : "";
}

/**
 * What the AWS SDK for Go makes of an error, for the real provider's messages are made of its text:
 * https://github.com/pulumi/pulumi-aws/issues/3866
 * https://github.com/aws/smithy-go/blob/main/transport/http/response.go
 */
export function goText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const operation = operations.get(error);
  if (operation === undefined) return error.message;
  const status = statusOf(error);
  if (status !== undefined) return apiError({ operation, status, requestId: requestIdOf(error), code: error.name, message: error.message });
  const reason = "code" in error && error.code === "ECONNREFUSED" ? `dial tcp ${error.message.replace(/^.* /, "")}: connect: connection refused` : error.message;
  return `operation error ${operation}, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, ${reason}`;
}

interface ApiError {
  /** `SQS: GetQueueAttributes` */
  readonly operation: string;
  readonly status: number;
  readonly requestId: string;
  readonly code: string;
  readonly message: string;
}

export function apiError({ operation, status, requestId, code, message }: ApiError): string {
  return `operation error ${operation}, https response error StatusCode: ${status}, RequestID: ${requestId}, api error ${code}: ${message}`;
}

/** @returns undefined where AWS has not answered */
function statusOf(error: Error): number | undefined {
  const status = metadataOf(error)["httpStatusCode"];
  return typeof status === "number" ? status : undefined;
}

function requestIdOf(error: Error): string {
  const id = metadataOf(error)["requestId"];
  return typeof id === "string" ? id : "";
}

function metadataOf(error: Error): Readonly<Record<string, unknown>> {
  return "$metadata" in error && typeof error.$metadata === "object" && error.$metadata !== null ? { ...error.$metadata } : {};
}
