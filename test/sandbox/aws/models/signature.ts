import type { WireRequest } from "../exchange";

/** Who signed a request, for which region and service: all that SigV4 says in clear. */
export interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly signingName: string;
  readonly by: "header" | "query";
}

/**
 * The credential scope of a request, from its `Authorization` header or its presigned query.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function readSignature(request: WireRequest): Signature | undefined {
  const header = /Credential=([^,\s]+)/.exec(request.headers["authorization"] ?? "")?.[1];
  if (header !== undefined) return parseScope(header, "header");
  const query = searchParams(request).get("X-Amz-Credential");
  return query === null ? undefined : parseScope(query, "query");
}

export function searchParams(request: WireRequest): URLSearchParams {
  const question = request.url.indexOf("?");
  return new URLSearchParams(question < 0 ? "" : request.url.slice(question + 1));
}

function parseScope(scope: string, by: Signature["by"]): Signature | undefined {
  const [accessKeyId, , region = "", name] = scope.split("/");
  // A region becomes a folder of the trail: nothing but a region's letters gets that far.
  if (!accessKeyId || !name || !/^[a-z][a-z0-9-]*$/.test(region)) return undefined;
  return { accessKeyId, region, signingName: name, by };
}
