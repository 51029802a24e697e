import type { FinalizeHandler, FinalizeHandlerArguments, MiddlewareStack } from "@smithy/types";

/**
 * For `client.middlewareStack.use(…)`: the trail then shows the client's calls as coming from this
 * address, and from the console where `via` says so. Only the sandbox's front knows these headers.
 */
export function seenFrom(sourceIp: string, via: "api" | "console" = "api") {
  const headers = { "x-sandbox-source-ip": sourceIp, ...(via === "console" ? { "x-sandbox-console": "1" } : {}) };
  return {
    applyToStack: <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): void => {
      stack.add(
        (next: FinalizeHandler<Input, Output>) => (args: FinalizeHandlerArguments<Input>) => {
          if (hasHeaders(args.request)) Object.assign(args.request.headers, headers);
          return next(args);
        },
        // After signing: the front takes these headers away.
        { step: "finalizeRequest", priority: "low", name: "seenFrom" },
      );
    },
  };
}

function hasHeaders(request: unknown): request is { readonly headers: object } {
  return typeof request === "object" && request !== null && "headers" in request && typeof request.headers === "object" && request.headers !== null;
}
