import type { WireRequest } from "../exchange";
import { bucketOfHost, type Call } from "../models/identify";

/** What a service's own call does not have: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export interface TlsDetails {
  readonly tlsVersion: string;
  readonly cipherSuite: string;
  readonly clientProvidedHostHeader: string;
}

/** What current SDKs agree on with AWS. Between a client and the sandbox there is no TLS. */
export const CIPHER_SUITE = "TLS_AES_128_GCM_SHA256";

export function tlsDetailsOf(call: Call, request: WireRequest, region: string): TlsDetails {
  return { tlsVersion: "TLSv1.3", cipherSuite: CIPHER_SUITE, clientProvidedHostHeader: hostOf(call, request, region) };
}

/** The endpoint that the client would have called: loopback says nothing. */
function hostOf({ service, signature }: Call, request: WireRequest, region: string): string {
  const { globalEndpoint, endpointPrefix } = service.metadata;
  if (service.name === "s3") return bucketHost(request, region);
  return globalEndpoint ?? `${endpointPrefix}.${signature?.region ?? region}.amazonaws.com`;
}

export function bucketHost(request: WireRequest, region: string): string {
  const bucket = bucketOfHost(request.headers["host"] ?? "");
  return bucket === undefined ? `s3.${region}.amazonaws.com` : `${bucket}.s3.${region}.amazonaws.com`;
}
