import type { WireRequest } from "./exchange";
import { readSignature } from "./models/signature";

/** The access key of an account's root user. Nobody is seen to create it: it was there before the trail. */
export function rootKeyOf(accountId: string): string {
  return `AKIAROOT${accountId}`;
}

/** The account whose root user holds this key, if it is one. */
export function rootAccountOf(accessKeyId: string): string | undefined {
  return /^AKIAROOT(\d{12})$/.exec(accessKeyId)?.[1];
}

/**
 * The emulator knows root users by their account's number and checks no signature of theirs; it also has keys of
 * its own that are root, which AWS has never heard of. So a root key becomes its account's number, and whatever the
 * emulator would be too kind to becomes a key that nobody has.
 */
export function withEmulatorKey(request: WireRequest, accounts: ReadonlySet<string>): WireRequest {
  const accessKeyId = readSignature(request)?.accessKeyId;
  if (accessKeyId === undefined || /^A[KS]IA(?!ROOT)/.test(accessKeyId)) return request;
  const account = rootAccountOf(accessKeyId);
  const known = account !== undefined && accounts.has(account) ? account : NOBODYS_KEY;
  const { authorization } = request.headers;
  return {
    ...request,
    url: request.url.replace(`X-Amz-Credential=${accessKeyId}`, () => `X-Amz-Credential=${known}`),
    headers: {
      ...request.headers,
      ...(authorization === undefined ? {} : { authorization: authorization.replace(`Credential=${accessKeyId}`, () => `Credential=${known}`) }),
    },
  };
}

const NOBODYS_KEY = "AKIA0000000000000000";

/** A query call that the front makes itself, as an account's root user. */
export function asRoot(accountId: string, service: "iam" | "sts", form: Readonly<Record<string, string>>): WireRequest {
  return {
    method: "POST",
    url: "/",
    headers: {
      host: "127.0.0.1",
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: Buffer.from(new URLSearchParams(form).toString()),
  };
}
