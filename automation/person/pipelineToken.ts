import { z } from "zod";

/** Whom the token is for: one that was made for somebody else is not taken. */
export const TOKEN_AUDIENCE = "whodrift";

/** Where GitLab, or whoever else, puts a token: https://docs.gitlab.com/ci/secrets/id_token_authentication/ */
export const TOKEN_VARIABLE = "WHODRIFT_ID_TOKEN";

const PATIENCE_MS = 10_000;
const answerSchema = z.object({ value: z.string() });

export interface Outside {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
}

/**
 * The pipeline's token, unverified; undefined where this is no pipeline that gives one.
 * Source: https://docs.github.com/actions/reference/security/oidc#methods-for-requesting-the-oidc-token
 * @throws where GitHub was asked and gave none
 */
export async function pipelineToken({ env, fetch: ask }: Outside): Promise<string | undefined> {
  const given = env[TOKEN_VARIABLE];
  if (given !== undefined && given !== "") return given;
  const [url = "", secret = ""] = [env["ACTIONS_ID_TOKEN_REQUEST_URL"], env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]];
  if (url === "" || secret === "") return undefined;
  const address = new URL(url);
  address.searchParams.set("audience", TOKEN_AUDIENCE);
  const response = await ask(address, { headers: { authorization: `Bearer ${secret}` }, redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(`GitHub gave no token (HTTP ${response.status})`);
  return answerSchema.parse(await response.json()).value;
}
