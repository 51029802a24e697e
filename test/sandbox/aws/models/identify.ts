import type { WireRequest } from "../exchange";
import { lastPart, type ServiceIndex } from "./serviceIndex";
import type { Operation, ServiceModel } from "./serviceModel";
import { readSignature, searchParams, type Signature } from "./signature";
import { matchUri, parseUriTemplate, type UriTemplate } from "./uriTemplate";

/** What the request's form is, which may not be the model's first protocol: SQS takes JSON and query. */
export type Protocol = "json" | "query" | "ec2" | "rest" | "cbor";

export interface Call {
  readonly service: ServiceModel;
  readonly operation: Operation;
  readonly protocol: Protocol;
  /** Undefined for the calls that need no signature, such as `AssumeRoleWithSAML`. */
  readonly signature?: Signature;
  /** Labels of a REST path, decoded. */
  readonly labels: Readonly<Record<string, string>>;
  /** The parameters of a query request, from its body or its URL. */
  readonly form: URLSearchParams;
}

/** Finds the service and operation of a request in the service models; `undefined` where none fits. */
export function identify(request: WireRequest, index: ServiceIndex): Call | undefined {
  const signature = readSignature(request);
  const signed = signature === undefined ? {} : { signature };
  const candidates = (unsigned: () => readonly ServiceModel[]): readonly ServiceModel[] =>
    signature === undefined ? unsigned() : index.signedAs(signature.signingName);

  const target = request.headers["x-amz-target"];
  if (target !== undefined) {
    const dot = target.lastIndexOf(".");
    const prefix = target.slice(0, dot);
    const named = candidates(() => index.targetedAs(prefix)).filter(
      ({ metadata }) => lastPart(metadata.targetPrefix) === lastPart(prefix),
    );
    return firstWith(named, target.slice(dot + 1), { ...signed, protocol: "json", labels: {}, form: NO_FORM });
  }
  if (request.headers["smithy-protocol"] === "rpc-v2-cbor") {
    const name = pathOf(request).split("/").at(-1) ?? "";
    return firstWith(candidates(() => []), name, { ...signed, protocol: "cbor", labels: {}, form: NO_FORM });
  }
  const form = formOf(request);
  const action = form.get("Action");
  if (action !== null) {
    const version = form.get("Version") ?? "";
    const named = [...candidates(() => index.ofVersion(version))];
    // Several services sign alike (the load balancers); only the version tells them apart. EC2 keeps
    // its old versions alive, so a version that no model has does not exclude any.
    named.sort((a, b) => Number(b.metadata.apiVersion === version) - Number(a.metadata.apiVersion === version));
    const protocol = named[0]?.metadata.protocol === "ec2" ? "ec2" : "query";
    return firstWith(named, action, { ...signed, protocol, labels: {}, form });
  }
  return identifyRest(request, candidates(() => index.signedAs("s3")), signed);
}

const NO_FORM = new URLSearchParams();

function firstWith(services: readonly ServiceModel[], name: string, rest: Omit<Call, "service" | "operation">): Call | undefined {
  for (const service of services) {
    const operation = service.operation(name);
    if (operation) return { service, operation, ...rest };
  }
  return undefined;
}

function formOf(request: WireRequest): URLSearchParams {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  return isForm ? new URLSearchParams(request.body.toString("utf8")) : searchParams(request);
}

function identifyRest(
  request: WireRequest,
  services: readonly ServiceModel[],
  signed: { readonly signature?: Signature },
): Call | undefined {
  const query = searchParams(request);
  let best: { readonly call: Call; readonly score: number } | undefined;
  for (const service of services) {
    const path = service.name === "s3" ? bucketStylePath(request) : pathOf(request);
    for (const { operation, template } of templatesOf(service)) {
      if (operation.http.method !== request.method) continue;
      const match = matchUri(template, path, query);
      if (!match || (best && best.score >= match.score)) continue;
      const call: Call = { service, operation, protocol: "rest", labels: match.labels, form: NO_FORM, ...signed };
      best = { call, score: match.score };
    }
    if (best) return best.call;
  }
  return undefined;
}

interface Templated {
  readonly operation: Operation;
  readonly template: UriTemplate;
}

const templates = new WeakMap<ServiceModel, readonly Templated[]>();

function templatesOf(service: ServiceModel): readonly Templated[] {
  const known = templates.get(service);
  if (known) return known;
  const parsed = service.operationNames.flatMap((name) => {
    const operation = service.operation(name);
    return operation ? [{ operation, template: parseUriTemplate(operation.http.requestUri) }] : [];
  });
  templates.set(service, parsed);
  return parsed;
}

function pathOf(request: WireRequest): string {
  return request.url.split("?", 1)[0] ?? "/";
}

/** `bucket.s3.region.amazonaws.com/key` (or `bucket.localhost`) as `/bucket/key`. */
function bucketStylePath(request: WireRequest): string {
  const bucket = bucketOfHost(request.headers["host"] ?? "");
  return bucket === undefined ? pathOf(request) : `/${bucket}${pathOf(request)}`;
}

export function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, "");
  return /^(.+?)\.(?:s3[.-][^/]*|s3|localhost)$/.exec(name)?.[1];
}
