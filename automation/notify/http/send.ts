import { visible } from "../../report/visible";
import type { Delivery } from "../sink";
import type { World } from "../world";
import { readAnswer } from "./readAnswer";
import { retryAfter } from "./retryAfter";

// Alert receivers answer within a second; one that does not in ten is in trouble, and the outbox waits better.
const ANSWER_MS = 10_000;
const TRIES = 4;
const FIRST_PAUSE_MS = 1_000;
// The scan is done and somebody waits for the command to end; whoever asks for more is asked next time.
const LONGEST_PAUSE_MS = 30_000;
const LONGEST_ANSWER = 200;
// Shorter parts of a path, such as "v2", are no keys.
const SHORTEST_SECRET = 6;

export interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
  /** Whatever of the request must never be shown: servers repeat in errors what they were sent. */
  readonly secrets: readonly string[];
}

export type Sent = { readonly outcome: "answered"; readonly text: string } | Extract<Delivery, { readonly outcome: "failed" }>;

/**
 * POSTs until it is taken: again after 408, 429, 5xx, silence and broken connections, as `Retry-After` says or after longer
 * and longer pauses; never after another 4xx. Redirects are not followed: a key goes only where it was meant to go.
 * HTTP proxies are used as Node does (NODE_USE_ENV_PROXY).
 * @param makeRequest called for each try, because signatures have a time
 */
export async function send(makeRequest: () => Request, world: World): Promise<Sent> {
  for (let number = 1; ; number++) {
    const result = await tryOnce(makeRequest(), world);
    if (result.outcome === "answered" || result.outcome === "failed") return result;
    const pause = result.pause ?? FIRST_PAUSE_MS * 2 ** (number - 1) * (0.5 + world.random() / 2);
    if (number === TRIES || pause > LONGEST_PAUSE_MS || world.signal.aborted) return failed(result.reason);
    await world.pause(pause);
  }
}

type Tried = Sent | { readonly outcome: "again"; readonly reason: string; readonly pause?: number | undefined };

async function tryOnce({ url, headers, body, secrets }: Request, world: World): Promise<Tried> {
  try {
    const signal = AbortSignal.any([world.signal, AbortSignal.timeout(ANSWER_MS)]);
    const response = await world.fetch(url, { method: "POST", headers: { "user-agent": "whodrift", ...headers }, body, redirect: "manual", signal });
    const text = await readAnswer(response);
    const { status } = response;
    if (response.ok) return { outcome: "answered", text };
    if (status >= 300 && status < 400) return failed(`it answered ${status}, a redirect, which is not followed: write the URL that it leads to`);
    const reason = `it answered ${status}${told(text, [...secrets, url])}`;
    if (status === 408 || status === 429 || status >= 500) return { outcome: "again", reason, pause: retryAfter(response.headers.get("retry-after"), world.now()) };
    return failed(reason, !ABOUT_THE_BODY.has(status));
  } catch (error) {
    return world.signal.aborted ? failed("it was interrupted") : { outcome: "again", reason: describeFailure(error) };
  }
}

/** The next parcel may be taken after these. */
const ABOUT_THE_BODY: ReadonlySet<number> = new Set([400, 413, 422]);

function failed(reason: string, isSinkDown = true): Extract<Delivery, { readonly outcome: "failed" }> {
  return { outcome: "failed", reason, isSinkDown };
}

function told(answer: string, secrets: readonly string[]): string {
  // The path of a URL is the key where a URL is a secret.
  const hidden = secrets.flatMap((secret) => (URL.canParse(secret) ? [secret, new URL(secret).pathname, ...new URL(secret).pathname.split("/")] : [secret])).filter((secret) => secret.length >= SHORTEST_SECRET);
  const shown = hidden.toSorted((one, other) => other.length - one.length).reduce((text, secret) => text.replaceAll(secret, "…"), answer);
  return shown.trim() === "" ? "" : `: ${visible(shown.trim()).slice(0, LONGEST_ANSWER)}`;
}

/** Codes only: messages of `fetch` quote what they were given. */
function describeFailure(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && (cause.name === "TimeoutError" || cause.name === "AbortError")) return `no answer within ${ANSWER_MS / 1_000} s`;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : cause instanceof Error ? cause.name : "unknown failure";
  return `it could not be reached (${code})`;
}
