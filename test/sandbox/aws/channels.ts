import type { FinalizeHandler, FinalizeHandlerArguments, HandlerExecutionContext, MiddlewareStack } from "@smithy/types";
import type { IdentityCenterPerson } from "./userIdentity";

/** How a call comes to AWS. What a program says of itself is a claim; a service's name and the console's mark are AWS's own words. */
export interface Channel {
  readonly via: "console" | "cli" | "sdk" | "terraform" | "pulumi" | "kubernetes" | "cloudformation" | "service";
  /** Of the caller. A call through a service has the service's name for it. */
  readonly sourceIp?: string;
  /** In place of the one that is usual for the channel. */
  readonly userAgent?: string;
  /** `autoscaling.amazonaws.com`: which service, for `via: "service"`. */
  readonly service?: string;
  /** The person that an application calls for, where it passes the identity on. */
  readonly onBehalfOf?: IdentityCenterPerson;
}

/** The sandbox's own headers, which only its front knows. */
export const OWN_HEADERS = "x-sandbox-";
const SOURCE_IP = `${OWN_HEADERS}source-ip`;
const CONSOLE = `${OWN_HEADERS}console`;
const INVOKED_BY = `${OWN_HEADERS}invoked-by`;
const ON_BEHALF_OF = `${OWN_HEADERS}on-behalf-of`;

/** For `client.middlewareStack.use(…)`: the trail then has the client's calls as coming this way. */
export function through(channel: Channel) {
  return {
    applyToStack: <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): void => {
      stack.add(
        (next: FinalizeHandler<Input, Output>, context) => (args: FinalizeHandlerArguments<Input>) => {
          if (hasHeaders(args.request)) Object.assign(args.request.headers, headersOf(channel, context));
          return next(args);
        },
        // After signing, which leaves `user-agent` out: the front takes the other headers away.
        { step: "finalizeRequest", priority: "low", name: "through" },
      );
    },
  };
}

function headersOf(channel: Channel, context: HandlerExecutionContext): Readonly<Record<string, string>> {
  const userAgent = channel.userAgent ?? userAgentOf(channel, context);
  const invokedBy = serviceOf(channel);
  return {
    ...(userAgent === undefined ? {} : { "user-agent": userAgent }),
    ...(channel.sourceIp === undefined ? {} : { [SOURCE_IP]: channel.sourceIp }),
    ...(channel.via === "console" ? { [CONSOLE]: "1" } : {}),
    ...(invokedBy === undefined ? {} : { [INVOKED_BY]: invokedBy }),
    ...(channel.onBehalfOf === undefined ? {} : { [ON_BEHALF_OF]: JSON.stringify(channel.onBehalfOf) }),
  };
}

/** The service that calls for somebody or for itself. CloudFormation hands its caller's session on (a forward access session). */
function serviceOf({ via, service }: Channel): string | undefined {
  switch (via) {
    case "cloudformation":
      return "cloudformation.amazonaws.com";
    case "service":
      return service;
    default:
      return undefined;
  }
}

/** As in real records, but Pulumi's, which stands in its provider's source. An SDK speaks for itself; a service's name is put in by the front. */
function userAgentOf({ via }: Channel, { clientName = "", commandName = "" }: HandlerExecutionContext): string | undefined {
  switch (via) {
    case "console":
      return "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
    case "cli": {
      const about = "md/awscrt#0.19.19 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.11 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off";
      return `aws-cli/2.15.59 ${about} md/command#${cliService(clientName)}.${kebab(commandName.replace(/Command$/, ""))}`;
    }
    case "terraform":
      return "APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) terraform-provider-aws/3.76.1 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go/1.44.157 (go1.19.3; darwin; arm64)";
    case "pulumi":
      return "APN/1.0 Pulumi/1.0 (+https://www.pulumi.com) Pulumi-Aws/7.48.0 (+https://www.pulumi.com) aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.24.7 md/GOOS#linux md/GOARCH#amd64";
    case "kubernetes":
      // https://github.com/kubernetes-sigs/aws-load-balancer-controller, seen in records of its users
      return "elbv2.k8s.aws/v2.4.5 aws-sdk-go/1.42.27 (go1.19.3; linux; amd64)";
    case "sdk":
    case "cloudformation":
    case "service":
      return undefined;
  }
}

/** The command line calls S3's own operations `s3api`. */
function cliService(clientName: string): string {
  const name = clientName.replace(/Client$/, "").toLowerCase();
  return name === "s3" ? "s3api" : name;
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}

/** What the front is told of a request's way. */
export interface Seen {
  readonly sourceIp: string;
  readonly fromConsole: boolean;
  readonly invokedBy?: string;
  readonly onBehalfOf?: string;
}

export function readChannel(headers: Readonly<Record<string, string>>, remoteAddress: string): Seen {
  const { [INVOKED_BY]: invokedBy, [ON_BEHALF_OF]: onBehalfOf } = headers;
  return {
    sourceIp: headers[SOURCE_IP] ?? remoteAddress,
    fromConsole: headers[CONSOLE] !== undefined,
    ...(invokedBy === undefined ? {} : { invokedBy }),
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
  };
}

function hasHeaders(request: unknown): request is { readonly headers: object } {
  return typeof request === "object" && request !== null && "headers" in request && typeof request.headers === "object" && request.headers !== null;
}
