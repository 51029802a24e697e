import { createHash } from "node:crypto";
import { z } from "zod";

/** https://docs.github.com/rest/issues/comments: a longer body is refused. In bytes that is on the safe side of its characters. */
export const LONGEST_COMMENT_BYTES = 65_536;
const PER_PAGE = 100;
// 2,000 comments: a pull request with more gets a second comment of ours.
const MOST_PAGES = 20;
const TIMEOUT_MS = 30_000;

export interface PullRequest {
  /** Without a slash at its end, such as https://api.github.com. */
  readonly api: string;
  /** owner/name */
  readonly repository: string;
  readonly number: number;
  readonly token: string;
}

const commentsSchema = z.array(z.object({ id: z.number(), body: z.string().nullish(), user: z.object({ login: z.string(), type: z.string() }).nullish() }));
type Comment = z.infer<typeof commentsSchema>[number];

/**
 * One comment for each place where the action runs, which is written anew by each run.
 * @param body with the marker at most LONGEST_COMMENT_BYTES
 * @throws {Error} where GitHub refuses
 */
export async function writeComment(pull: PullRequest, { marker, body, edit }: { readonly marker: string; readonly body: string; readonly edit: boolean }): Promise<void> {
  const text = `${marker}\n${body}`;
  const own = edit ? await findOwn(pull, marker) : undefined;
  if (own === undefined) await ask(pull, "POST", `/repos/${pull.repository}/issues/${pull.number}/comments`, { body: text });
  else await ask(pull, "PATCH", `/repos/${pull.repository}/issues/comments/${own.id}`, { body: text });
}

/**
 * @param place what tells this use of the action from others on the same pull request
 * @returns a comment of HTML; nothing of the place can end the comment in which it stands
 */
export function markerOf(place: readonly string[]): string {
  return `<!-- whodrift ${createHash("sha256").update(JSON.stringify(place)).digest("hex").slice(0, 16)} -->`;
}

/** Anybody can write the marker into a comment, and this token may be one that edits everybody's. */
async function findOwn(pull: PullRequest, marker: string): Promise<Comment | undefined> {
  const login = await loginOf(pull);
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const found = commentsSchema.parse(await ask(pull, "GET", `/repos/${pull.repository}/issues/${pull.number}/comments?per_page=${PER_PAGE}&page=${page}`));
    const own = found.find(({ body, user }) => body?.startsWith(marker) && (login === undefined ? user?.type === "Bot" : user?.login === login));
    if (own !== undefined || found.length < PER_PAGE) return own;
  }
  return undefined;
}

/** @returns undefined of an app's token, such as a workflow's own: it may not ask who it is, and writes as a bot */
async function loginOf(pull: PullRequest): Promise<string | undefined> {
  try {
    return z.object({ login: z.string() }).parse(await ask(pull, "GET", "/user")).login;
  } catch {
    return undefined;
  }
}

async function ask({ api, token }: PullRequest, method: "GET" | "POST" | "PATCH", path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${api}${path}`, {
    method,
    headers: { accept: "application/vnd.github+json", authorization: `Bearer ${token}`, "x-github-api-version": "2022-11-28", "user-agent": "whodrift" },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${method} ${path}`);
  return response.json();
}
