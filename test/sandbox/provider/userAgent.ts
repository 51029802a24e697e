import type { BuildHandler, BuildHandlerArguments, MiddlewareStack } from "@smithy/types";

/**
 * What the real provider says of itself. The SDK's own setting (`customUserAgent`) puts a name last and changes its
 * brackets, and trails are judged by the first words.
 */
const USER_AGENT = [
  "APN/1.0 Pulumi/1.0 (+https://www.pulumi.com) Pulumi-Aws/7.48.0 (+https://www.pulumi.com)",
  "aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.24.7 md/GOOS#linux md/GOARCH#amd64",
].join(" ");

/** For `client.middlewareStack.use(…)`. */
export const providerUserAgent = {
  applyToStack: <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): void => {
    stack.add(
      (next: BuildHandler<Input, Output>) => (args: BuildHandlerArguments<Input>) => {
        const { request } = args;
        if (hasHeaders(request)) Object.assign(request.headers, { "user-agent": USER_AGENT, "x-amz-user-agent": USER_AGENT });
        return next(args);
      },
      // After the SDK's own, before signing: `x-amz-user-agent` is signed.
      { step: "build", priority: "low", name: "providerUserAgent" },
    );
  },
};

function hasHeaders(request: unknown): request is { readonly headers: object } {
  if (typeof request !== "object" || request === null || !("headers" in request)) return false;
  return typeof request.headers === "object" && request.headers !== null;
}
