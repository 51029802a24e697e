import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { scanReportSchema } from "../policypack/model";
import { runAction, type Ran } from "./actionRunner";
import { startSandbox, type Sandbox } from "./sandbox";
import { clientsOf } from "./sandbox/estate/clients";
import { deployEstate } from "./sandbox/estate/deploy";
import { night } from "./sandbox/estate/story";
import { checkout } from "./sandbox/toolchain/checkout";

const TOKEN = "ghs_workflow";
const LONGEST_COMMENT = 65_536;

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: string };
}

describe("the steps of action.yml, run as GitHub's runner runs them", function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let folder: string;
  let server: Server;
  let comments: Comment[];
  let mayWrite: boolean;

  before(async () => {
    sandbox = await startSandbox();
    await deployEstate(sandbox);
    for (const { who, run } of night) await run(clientsOf(sandbox.aws, who), sandbox.aws);
    folder = path.join(sandbox.dir, "runner");
    await mkdir(path.join(folder, "a checkout"), { recursive: true });
    await copyFile(path.join(checkout, "test", "sandbox", "demo", "whodrift.yaml"), path.join(folder, "a checkout", "whodrift.yaml"));
    await writeFile(path.join(folder, "event.json"), JSON.stringify({ pull_request: { number: 7 } }));
    server = createServer((request, response) => {
      void text(request).then((body) => {
        const [status, answer] = github(request.method ?? "", request.url ?? "", body, request.headers.authorization);
        response.writeHead(status).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    server.close();
    await sandbox.stop();
  });
  beforeEach(() => {
    mayWrite = true;
    comments = [];
  });

  /** As https://docs.github.com/rest/issues/comments has it; a workflow's token may not ask who it is. */
  function github(method: string, url: string, body: string, authorization: string | undefined): readonly [number, unknown] {
    if (authorization !== `Bearer ${TOKEN}`) return [401, {}];
    const { pathname, searchParams } = new URL(url, "http://api");
    if (method === "GET" && pathname === "/repos/acme/shop/issues/7/comments") {
      const from = (Number(searchParams.get("page")) - 1) * Number(searchParams.get("per_page"));
      return [200, comments.slice(from, from + Number(searchParams.get("per_page")))];
    }
    if (method === "GET" || !mayWrite) return [403, { message: "Resource not accessible by integration" }];
    const { body: written } = z.object({ body: z.string() }).parse(JSON.parse(body));
    if (written.length > LONGEST_COMMENT) return [422, {}];
    if (method === "POST" && pathname === "/repos/acme/shop/issues/7/comments") {
      comments.push({ id: 1000 + comments.length, body: written, user: { login: "github-actions[bot]", type: "Bot" } });
      return [201, comments.at(-1)];
    }
    const edited = comments.find(({ id }) => method === "PATCH" && pathname === `/repos/acme/shop/issues/comments/${id}`);
    if (edited === undefined) return [404, {}];
    edited.body = written;
    return [200, edited];
  }

  function act(inputs: Readonly<Record<string, string>>): Promise<Ran> {
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const { PULUMI_BACKEND_URL = "", ...env } = sandbox.env("deploy");
    return runAction(
      { "work-dir": "a checkout", "cloud-url": PULUMI_BACKEND_URL, "github-token": TOKEN, ...inputs },
      { folder, cwd: folder, env: { ...env, GITHUB_EVENT_PATH: path.join(folder, "event.json"), GITHUB_REPOSITORY: "acme/shop", GITHUB_API_URL: `http://127.0.0.1:${port}` } },
    );
  }

  it("scan: ends as the scan did, after outputs, annotations, summary and SARIF have been told", async () => {
    const { status, outputs, summary, log, used } = await act({ command: "scan", all: "true", "upload-sarif": "true" });
    assert.equal(status, 2, log);
    const report = scanReportSchema.parse(JSON.parse(await readFile(outputs["report"] ?? "", "utf8")));
    assert.deepEqual([outputs["status"], outputs["drifted"]], ["2", String(report.stacks.filter((stack) => stack.status === "drifted").length)]);
    assert.match(summary, /^## /);
    assert.match(log, /^::(error|warning) /m);
    const { runs } = z.object({ version: z.literal("2.1.0"), runs: z.array(z.object({ results: z.array(z.unknown()).min(1) })) }).parse(JSON.parse(await readFile(outputs["sarif"] ?? "", "utf8")));
    assert.equal(runs.length, 1);
    assert.deepEqual(used, { "github/codeql-action/upload-sarif@v4": { sarif_file: outputs["sarif"], category: "whodrift" } });
  });

  it("comments once, whatever was said before, and not over anybody else's comment", async () => {
    const inputs = { command: "scan", "stack-name": "*/platform/*", "comment-on-pr": "true", "fail-on": "never" };
    const first = await act(inputs);
    assert.equal(first.status, 0, first.log);
    const [own] = comments;
    assert.ok(own);
    const [marker = "", headline = ""] = own.body.split("\n");
    assert.match(marker, /^<!-- whodrift [0-9a-f]{16} -->$/);
    assert.match(headline, /^## /);

    const imposter = { id: 1, body: `${marker}\nall is well`, user: { login: "mallory", type: "User" } };
    const talk = Array.from({ length: 120 }, (_, index) => ({ id: 10 + index, body: "ship it", user: { login: "alice", type: "User" } }));
    comments = [imposter, ...talk, { ...own, body: `${marker}\nof last night` }];
    await act(inputs);
    assert.equal(comments.length, 122);
    assert.equal(comments[0]?.body, `${marker}\nall is well`);
    assert.ok(comments.at(-1)?.body.startsWith(`${marker}\n## `));
  });

  it("says that no comment was written where the token may only read, and ends as the scan did", async () => {
    mayWrite = false;
    const { status, log } = await act({ command: "scan", "stack-name": "*/platform/*", "comment-on-pr": "true", "fail-on": "never" });
    assert.equal(status, 0, log);
    assert.match(log, /^::warning title=whodrift::no comment was written: GitHub answered 403/m);
  });

  it("gate: refuses an up by the exit status, with the reason in the summary and the comment", async () => {
    await act({ command: "scan", all: "true" });
    const inputs = { command: "gate", "stack-name": "prod", "work-dir": path.join(sandbox.dir, "programs", "shop"), "config-file": path.join(folder, "a checkout", "whodrift.yaml") };
    const { status, outputs, summary, log } = await act({ ...inputs, refresh: "true", "comment-on-pr": "true" });
    assert.deepEqual([status, outputs["status"], outputs["drifted"]], [2, "2", ""], log);
    assert.match(summary, /this up is refused/);
    assert.match(comments[0]?.body ?? "", /this up is refused/);
  });

  it("ends with 64 on a mistake, which the summary and the log tell", async () => {
    const unknown = await act({ command: "scan", all: "true", "fail-on": "$(touch pwned)" });
    assert.deepEqual([unknown.status, unknown.outputs["status"], unknown.outputs["report"]], [64, "64", ""], unknown.log);
    assert.match(unknown.summary, /has no report \(status 64\)/);
    const wrong = await act({ command: "destroy" });
    assert.equal(wrong.status, 64);
    assert.match(wrong.log, /command: expected scan or gate/);
  });
});
