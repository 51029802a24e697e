import type { WireRequest, WireResponse } from "../exchange";

/** Requests as clients send them, signed by `AKIATEST` for eu-central-1. */

export function signed(service: string, request: Partial<WireRequest>): WireRequest {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  return { method: "POST", url: "/", body: Buffer.alloc(0), ...request, headers: { host: "127.0.0.1:4566", authorization, ...request.headers } };
}

export function query(service: string, parameters: Readonly<Record<string, string>>): WireRequest {
  return signed(service, { headers: { "content-type": "application/x-www-form-urlencoded" }, body: Buffer.from(new URLSearchParams(parameters).toString()) });
}

export function json(service: string, target: string, body: string): WireRequest {
  return signed(service, { headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target }, body: Buffer.from(body) });
}

export function unsigned({ headers, ...request }: WireRequest): WireRequest {
  return { ...request, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "authorization")) };
}

export function answer(body: string, status = 200, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status, headers, body: Buffer.from(body) };
}
