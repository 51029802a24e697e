import type { Json, JsonObject } from "../../../../policypack/model/json";
import { parseXmlForRecord } from "../decode/xml";
import type { WireRequest, WireResponse } from "../exchange";
import { parseJson } from "../json";
import type { Call } from "../models/identify";
import { searchParams } from "../models/signature";
import { bucketHost, CIPHER_SUITE } from "./tls";

/** Headers that carry a request and are no parameter of it. */
const TRANSPORT_HEADERS = /^x-amz-(checksum-.*|sdk-.*|content-sha256|date|security-token|user-agent|expected-bucket-owner)$/;

/** Query parameters that an SDK or a signature adds. */
const TRANSPORT_QUERY = /^(x-id|X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|Content-Sha256))$/;

/**
 * S3's records show the request as sent: the sub-resource marker (`versioning: ""`), the body's XML
 * under its root element with its `xmlns`, a policy as an object, `x-amz-*` headers by their names.
 */
export function renderS3Request(call: Call, request: WireRequest, region: string): JsonObject {
  const query = [...searchParams(request)].filter(([name]) => !TRANSPORT_QUERY.test(name));
  const headers = Object.entries(request.headers).filter(
    ([name]) => name.startsWith("x-amz-") && !TRANSPORT_HEADERS.test(name) && isParameter(call, name),
  );
  const bucket = call.labels["Bucket"];
  return {
    ...renderBody(request),
    ...(bucket === undefined ? {} : { bucketName: bucket }),
    Host: bucketHost(request, region),
    ...Object.fromEntries(headers),
    ...Object.fromEntries(query),
  };
}

/** What S3 adds to each record about the request itself. */
export function s3AdditionalData(call: Call, request: WireRequest, response: WireResponse): JsonObject {
  const id2 = response.headers["x-amz-id-2"];
  return {
    ...(call.signature ? { SignatureVersion: "SigV4", AuthenticationMethod: call.signature.by === "header" ? "AuthHeader" : "QueryString" } : {}),
    CipherSuite: CIPHER_SUITE,
    bytesTransferredIn: request.body.length,
    bytesTransferredOut: response.body.length,
    ...(id2 === undefined ? {} : { "x-amz-id-2": id2 }),
  };
}

function renderBody(request: WireRequest): JsonObject {
  const text = request.body.toString("utf8").trim();
  if (text.startsWith("{")) {
    const policy: Json | undefined = parseJson(text);
    return policy === undefined ? {} : { bucketPolicy: policy };
  }
  return text.startsWith("<") ? parseXmlForRecord(text) : {};
}

function isParameter(call: Call, header: string): boolean {
  const members = call.operation.input ? (call.service.shape(call.operation.input).members ?? {}) : {};
  return Object.values(members).some(
    ({ location, locationName }) => location === "header" && locationName?.toLowerCase() === header,
  );
}
