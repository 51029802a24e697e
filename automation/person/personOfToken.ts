import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from "jose";
import { z } from "zod";
import type { Person } from "../../policypack/model";
import { TOKEN_AUDIENCE } from "./pipelineToken";

const PATIENCE_MS = 10_000;

// https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https$/ }) });

/** `actor` is GitHub's, `user_login` GitLab's name for whoever started the run. */
const claimsSchema = z.object({ iss: z.string(), sub: z.string().min(1), actor: z.string().min(1).optional(), user_login: z.string().min(1).optional() });

// Only keys of which the issuer keeps one half to itself.
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

interface Verifier {
  /** Issuers that are believed; whoever runs another can sign any name. */
  readonly issuers: readonly string[];
  readonly fetch: typeof fetch;
  readonly now: Date;
}

/**
 * Whom a token names, its signature verified with the keys that its issuer publishes.
 * @throws where the token is not what it should be, or the issuer cannot be asked: the message holds no part of the token
 */
export async function personOfToken(token: string, { issuers, fetch: ask, now }: Verifier): Promise<Person> {
  const issuer = issuers.find((one) => one === decodeJwt(token).iss);
  if (issuer === undefined) throw new Error("decisions.issuers does not name its issuer");
  const response = await ask(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, { redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(`its issuer does not say which keys it signs with (HTTP ${response.status})`);
  const discovered = discoverySchema.parse(await response.json());
  if (discovered.issuer !== issuer) throw new Error("its issuer calls itself otherwise");
  const keys = createRemoteJWKSet(new URL(discovered.jwks_uri), { timeoutDuration: PATIENCE_MS, [customFetch]: ask });
  const { payload } = await jwtVerify(token, keys, { issuer, audience: TOKEN_AUDIENCE, algorithms: ALGORITHMS, currentDate: now, requiredClaims: ["exp"] });
  const { iss, sub, actor, user_login: login } = claimsSchema.parse(payload);
  return { name: actor ?? login ?? sub, principal: `${iss} ${sub}`, basis: "oidc" };
}
