import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";

export const ISSUER = "https://token.actions.githubusercontent.com";
export const NOW = new Date("2026-03-01T12:00:00Z");

/** An issuer of tokens and its public pages, without a network. */
export async function openIssuer(issuer = ISSUER) {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "RS256", use: "sig" }] };
  const pages: Record<string, object> = {
    [`${issuer}/.well-known/openid-configuration`]: { issuer, jwks_uri: `${issuer}/keys` },
    [`${issuer}/keys`]: keys,
  };
  const asked: { readonly url: string; readonly authorization: string | null }[] = [];
  const fetchPage: typeof fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push({ url, authorization: new Headers(init?.headers).get("authorization") });
    const page = pages[url];
    return Promise.resolve(page ? Response.json(page) : new Response("", { status: 404 }));
  };
  const sign = (claims: { readonly [Claim in keyof JWTPayload]: JWTPayload[Claim] | undefined }, key = privateKey) =>
    new SignJWT(withoutUndefined({ iss: issuer, aud: "whodrift", sub: "repo:acme/platform:ref:refs/heads/main", exp: NOW.getTime() / 1_000 + 300, ...claims })).setProtectedHeader({ alg: "RS256", kid: "one" }).sign(key);
  return { issuer, pages, asked, fetch: fetchPage, sign };
}

function withoutUndefined(claims: object): JWTPayload {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}
