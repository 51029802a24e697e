import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { CloudStack } from "./cloudStack";
import { unseal } from "./seal";

export { cloudStack, type CloudStack } from "./cloudStack";

/** A stand-in for Pulumi Cloud, on loopback. */
export interface PulumiCloud {
  readonly url: string;
  /** What the CLI must show. */
  readonly token: string;
  /** `METHOD /path` of every call so far. */
  readonly calls: readonly string[];
  /** Adds a stack, or puts another one in its place. */
  readonly put: (stack: CloudStack) => void;
  /** @param name `org/project/stack` */
  readonly find: (name: string) => CloudStack | undefined;
  readonly close: () => Promise<void>;
}

interface Question {
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly path: Readonly<Record<string, string | undefined>>;
}
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * As much of the Cloud's API as CLI 3.274.1 asks for to list, export and refresh stacks, and nothing that writes: such
 * a call is answered with 405, and seen among the calls.
 * Source: https://github.com/pulumi/pulumi/blob/v3.274.1/pkg/backend/httpstate/client/client.go and sdk/go/common/apitype
 */
export async function startPulumiCloud(): Promise<PulumiCloud> {
  const token = "pul-0123456789abcdef0123456789abcdef01234567";
  const stacks = new Map<string, CloudStack>();
  const calls: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", "http://cloud");
    const call = `${incoming.method ?? ""} ${url.pathname}`;
    calls.push(call);
    void buffer(incoming).then((sent) => {
      const body = incoming.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
      const { status, body: said } = incoming.headers.authorization === `token ${token}` || OPEN.has(call) ? answer(stacks, call, url.searchParams, body) : UNAUTHORIZED;
      outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the cloud has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    token,
    calls,
    put: (stack) => { stacks.set(`${stack.org}/${stack.project}/${stack.stack}`, stack); },
    find: (name) => stacks.get(name),
    close: () =>
      new Promise((resolve) => {
        server.close(() => { resolve(); });
        server.closeAllConnections();
      }),
  };
}

// These say nothing about anybody.
const OPEN: ReadonlySet<string> = new Set(["GET /api/cli/version", "GET /api/capabilities"]);
const UNAUTHORIZED: Answer = { status: 401, body: { code: 401, message: "Unauthorized: No credentials provided or are invalid." } };
const NOT_FOUND: Answer = { status: 404, body: { code: 404, message: "Not Found" } };

function answer(stacks: ReadonlyMap<string, CloudStack>, call: string, query: URLSearchParams, body: Buffer): Answer {
  for (const [pattern, respond] of ROUTES) {
    const match = pattern.exec(call);
    if (match !== null) return respond([...stacks.values()], { query, body, path: match.groups ?? {} });
  }
  return call.startsWith("GET ") ? NOT_FOUND : { status: 405, body: { code: 405, message: "the stand-in is read-only" } };
}

type Respond = (stacks: readonly CloudStack[], question: Question) => Answer;

const STACK = String.raw`/api/stacks/(?<org>[^/]+)/(?<project>[^/]+)/(?<stack>[^/]+)`;
const ROUTES: readonly (readonly [RegExp, Respond])[] = [
  [/^GET \/api\/cli\/version$/, () => ok({ latestVersion: "3.274.1", oldestWithoutWarning: "3.0.0" })],
  [/^GET \/api\/capabilities$/, () => ok({ capabilities: [] })],
  [/^GET \/api\/user$/, (stacks) => ok({ githubLogin: "ann", name: "Ann", organizations: [...new Set(stacks.map(({ org }) => org))].map((org) => ({ githubLogin: org, name: org })) })],
  [/^GET \/api\/user\/organizations\/default$/, () => NOT_FOUND],
  [/^GET \/api\/user\/stacks$/, listStacks],
  [new RegExp(`^GET ${STACK}$`), ofStack(({ org, project, stack, tags, updates }) => ok({ id: "0", orgName: org, projectName: project, stackName: stack, tags, activeUpdate: "", version: updates.length }))],
  [new RegExp(`^GET ${STACK}/export$`), ofStack(({ deployment }) => ok({ version: 3, deployment }))],
  [new RegExp(`^GET ${STACK}/updates$`), ofStack(({ updates }, { query }) => ok({ updates: updates.slice(0, Number(query.get("pageSize") ?? updates.length)) }))],
  [new RegExp(`^POST ${STACK}/decrypt$`), ofStack((_, { body }) => ok({ plaintext: unseal(z.object({ ciphertext: z.string() }).parse(JSON.parse(body.toString())).ciphertext) }))],
  [new RegExp(`^POST ${STACK}/batch-decrypt$`), ofStack((_, { body }) => ok({ plaintexts: Object.fromEntries(z.object({ ciphertexts: z.array(z.string()) }).parse(JSON.parse(body.toString())).ciphertexts.map((ciphertext) => [ciphertext, unseal(ciphertext)])) }))],
];

// Small, so that every listing has a second page.
const PAGE = 2;

function listStacks(stacks: readonly CloudStack[], { query }: Question): Answer {
  const wanted = stacks.filter(
    ({ org, project, tags }) =>
      (query.get("organization") ?? org) === org &&
      (query.get("project") ?? project) === project &&
      (!query.has("tagName") || tags[query.get("tagName") ?? ""] !== undefined) &&
      (!query.has("tagValue") || tags[query.get("tagName") ?? ""] === query.get("tagValue")),
  );
  const from = Number(query.get("continuationToken") ?? 0);
  const page = wanted.slice(from, from + PAGE).map(({ org, project, stack, deployment, updates: [latest] }) => ({
    orgName: org, projectName: project, stackName: stack, resourceCount: deployment.resources.length, ...(latest && { lastUpdate: latest.endTime }),
  }));
  return ok({ stacks: page, ...(from + PAGE < wanted.length && { continuationToken: String(from + PAGE) }) });
}

function ofStack(respond: (stack: CloudStack, question: Question) => Answer): Respond {
  return (stacks, question) => {
    const found = stacks.find(({ org, project, stack }) => org === question.path["org"] && project === question.path["project"] && stack === question.path["stack"]);
    return found === undefined ? NOT_FOUND : respond(found, question);
  };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}
