import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { checkout } from "../../sandbox/toolchain/checkout";

const IDENTITY = "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

describe("whodrift who, while AWS does not answer", function () {
  this.timeout(30_000);
  let folder: string;
  let asked: Promise<unknown[]>;
  const sockets = new Set<Socket>();
  // STS answers, CloudTrail never.
  const aws = createServer((incoming, outgoing) => {
    if (incoming.headers["x-amz-target"] === undefined) outgoing.writeHead(200, { "content-type": "text/xml" }).end(IDENTITY);
    else aws.emit("lookup");
  });
  aws.on("connection", (socket: Socket) => sockets.add(socket));

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "whodrift-who-"));
    aws.listen(0, "127.0.0.1");
    await once(aws, "listening");
    asked = once(aws, "lookup");
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    aws.close();
    await rm(folder, { recursive: true });
  });

  function start() {
    const address = aws.address();
    assert.ok(address !== null && typeof address === "object");
    const env = { PATH: "", HOME: folder, AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "none", AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}` };
    const who = spawn(process.execPath, [path.join(checkout, "bin", "whodrift.js"), "who", "sg-0a1b2c3d"], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    return { who, told: Promise.all([text(who.stdout), text(who.stderr), once(who, "close")]) };
  }

  it("ends at once on Ctrl-C, with what it could not read", async () => {
    const { who, told } = start();
    await asked;
    const interrupted = Date.now();
    who.kill("SIGINT");
    const [stdout] = await told;
    assert.ok(Date.now() - interrupted < 2_000, `${Date.now() - interrupted} ms`);
    assert.match(stdout, /gap .*it was interrupted/);
    assert.equal(who.exitCode, 1);
  });

  it("ends within ten seconds by itself", async () => {
    const started = Date.now();
    const { who, told } = start();
    const [stdout] = await told;
    assert.ok(Date.now() - started < 12_000, `${Date.now() - started} ms`);
    assert.match(stdout, /gap .*the time was up/);
    assert.equal(who.exitCode, 1);
  });
});
