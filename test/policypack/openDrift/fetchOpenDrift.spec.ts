import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { GetObjectCommand, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import { sdkStreamMixin } from "@smithy/core/serde";
import { mockClient, type AwsStub } from "aws-sdk-client-mock";
import { openDriftFile } from "../../../policypack/model";
import { fetchOpenDrift } from "../../../policypack/openDrift/fetchOpenDrift";
import { textWithin } from "../../../policypack/openDrift/textWithin";
import { readPublicKey } from "../../../policypack/signature/verify";
import { entryWith, openDriftWith } from "../drifts";
import { makeSignatory } from "../signing";

const AT = { organization: "acme", project: "orders", stack: "prod" };
const OPTIONS = { trusted: [], s3: {} };
const written = openDriftWith([entryWith()]);

describe("fetchOpenDrift, over HTTP", () => {
  let server: Server;
  let base = "";
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  before((done) => {
    server = createServer((request, response) => {
      answer(request, response);
    });
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      base = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
      done();
    });
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  function serve(path: string, body: string): void {
    answer = ({ url }, response) => {
      if (url !== path) response.statusCode = 404;
      response.end(url === path ? body : "");
    };
  }

  it("reads the stack's file below a base, and one file by its name", async () => {
    serve("/drift/acme/orders/prod.json", JSON.stringify(written));
    for (const location of [`${base}/drift`, `${base}/drift/`, `${base}/drift/acme/orders/prod.json`]) {
      assert.deepEqual(await fetchOpenDrift(location, AT, OPTIONS), { outcome: "read", file: `${base}/drift/acme/orders/prod.json`, openDrift: written, verdict: "unsigned" });
    }
  });

  it("finds a stack whose name is no file name", async () => {
    const stack = "a%2F b/ü";
    serve(`/${openDriftFile(`acme/orders/${stack}`).map(encodeURIComponent).join("/")}`, JSON.stringify({ ...written, stack: `acme/orders/${stack}` }));
    assert.equal((await fetchOpenDrift(base, { ...AT, stack }, OPTIONS)).outcome, "read");
  });

  it("says whether a trusted key vouches for what it has read", async () => {
    const signatory = makeSignatory();
    serve("/acme/orders/prod.json", JSON.stringify(signatory.sign(written)));
    const trusted = [readPublicKey(signatory.publicPem)];
    const read = await fetchOpenDrift(base, AT, { ...OPTIONS, trusted });
    assert.equal(read.outcome === "read" && read.verdict, "verified");
    serve("/acme/orders/prod.json", JSON.stringify({ ...signatory.sign(written), entries: [] }));
    const changed = await fetchOpenDrift(base, AT, { ...OPTIONS, trusted });
    assert.equal(changed.outcome === "read" && changed.verdict, "forged");
  });

  it("tells that there is none from that it cannot be reached", async () => {
    serve("/elsewhere", "");
    assert.equal((await fetchOpenDrift(base, AT, OPTIONS)).outcome, "missing");
    answer = (_request, response) => response.writeHead(503).end();
    assert.deepEqual(await fetchOpenDrift(base, AT, OPTIONS), { outcome: "unreachable", looked: `${base}/acme/orders/prod.json`, reason: "HTTP 503" });
    const nobody = await fetchOpenDrift("http://127.0.0.1:1/drift", AT, OPTIONS);
    assert.match(nobody.outcome === "unreachable" ? nobody.reason : "", /^fetch failed: /);
  });

  it("follows no redirect", async () => {
    answer = (_request, response) => response.writeHead(302, { location: "/elsewhere" }).end();
    assert.equal((await fetchOpenDrift(base, AT, OPTIONS)).outcome, "unreachable");
  });

  for (const [what, begun] of Object.entries({ "never answers": "", "stops in the middle": '{"schema":' })) {
    it(`waits for no server that ${what}`, async () => {
      answer = (_request, response) => {
        if (begun !== "") response.write(begun);
      };
      assert.deepEqual(await fetchOpenDrift(base, AT, { ...OPTIONS, patience: 100 }), { outcome: "unreachable", looked: `${base}/acme/orders/prod.json`, reason: "nothing came within 0.1 s" });
    });
  }

  it("reads nothing over plain HTTP from another machine, and no other scheme", async () => {
    for (const location of ["http://drift.example.com/", "ftp://drift.example.com/", "file:///etc/passwd"]) {
      assert.deepEqual(await fetchOpenDrift(location, AT, OPTIONS), { outcome: "unusable", file: location, reason: "only a path, https:// and s3:// are read" });
    }
  });

  it("not told the organization, takes it for a self-managed backend's, unless the file itself is named", async () => {
    const at = { project: "orders", stack: "prod" };
    serve("/organization/orders/prod.json", JSON.stringify({ ...written, stack: "organization/orders/prod" }));
    assert.equal((await fetchOpenDrift(base, at, OPTIONS)).outcome, "read");
    serve("/acme/orders/prod.json", JSON.stringify(written));
    const unknown = await fetchOpenDrift(base, at, OPTIONS);
    assert.match(unknown.outcome === "unusable" ? unknown.reason : "", /set PULUMI_ORGANIZATION/);
    assert.equal((await fetchOpenDrift(`${base}/acme/orders/prod.json`, at, OPTIONS)).outcome, "read");
  });

  it("stops reading what is too large", async () => {
    await assert.rejects(textWithin(Readable.from([Buffer.alloc(6), Buffer.alloc(6)]), 10), /too large/);
    assert.equal(await textWithin(Readable.from([Buffer.from("ä").subarray(0, 1), Buffer.from("ä").subarray(1)]), 10), "ä");
  });
});

describe("fetchOpenDrift, from S3", () => {
  let s3: AwsStub<object, { $metadata: object }, object>;
  beforeEach(() => {
    s3 = mockClient(S3Client);
  });
  afterEach(() => {
    s3.restore();
  });

  it("reads the stack's object below a prefix", async () => {
    s3.on(GetObjectCommand, { Bucket: "ledger", Key: "nightly/open-drift/acme/orders/prod.json" }).resolves({ Body: sdkStreamMixin(Readable.from([Buffer.from(JSON.stringify(written))])) });
    assert.deepEqual(await fetchOpenDrift("s3://ledger/nightly/open-drift", AT, OPTIONS), { outcome: "read", file: "s3://ledger/nightly/open-drift/acme/orders/prod.json", openDrift: written, verdict: "unsigned" });
  });

  it("tells that there is none from that it cannot be read", async () => {
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: "none", $metadata: {} }));
    assert.equal((await fetchOpenDrift("s3://ledger/open-drift", AT, OPTIONS)).outcome, "missing");
    s3.on(GetObjectCommand).rejects(new Error("Access Denied"));
    assert.deepEqual(await fetchOpenDrift("s3://ledger/open-drift/", AT, OPTIONS), { outcome: "unreachable", looked: "s3://ledger/open-drift/acme/orders/prod.json", reason: "Access Denied" });
  });
});

describe("fetchOpenDrift, from a path", () => {
  it("reads what findOpenDrift reads", async () => {
    const folder = mkdtempSync(join(tmpdir(), "whodrift-fetch-"));
    try {
      assert.equal((await fetchOpenDrift(folder, AT, OPTIONS)).outcome, "missing");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
