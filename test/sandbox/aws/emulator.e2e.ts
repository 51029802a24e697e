import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { STS } from "@aws-sdk/client-sts";
import { ensureEmulator } from "../toolchain/emulator";
import { startEmulator, type EmulatorOptions } from "./emulator";

describe("the emulator's process", function () {
  this.timeout(60_000);
  let options: EmulatorOptions;

  before(async () => {
    const dir = await mkdtemp(path.join(tmpdir(), "emulator-"));
    options = { ...(await ensureEmulator()), dir, accountId: "111122223333", region: "eu-central-1", publicPort: 1 };
  });
  after(() => rm(options.dir, { recursive: true, force: true }));

  it("given two started at once, then each has a port of its own, and stop ends it", async () => {
    const both = await Promise.all([startEmulator(options), startEmulator(options)]);
    assert.notEqual(both[0].port, both[1].port);
    await Promise.all(both.map(({ stop }) => stop()));
    assert.deepEqual(await Promise.all(both.map(({ port }) => isOpen(port))), [false, false]);
    await both[0].stop();
  });

  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    it(`given a parent that dies of ${signal}, then the emulator ends with it`, async () => {
      const script = `require("./emulator").startEmulator(${JSON.stringify(options)}).then(({ port }) => console.log(port))`;
      const parent = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", script], { cwd: __dirname, stdio: ["ignore", "pipe", "inherit"] });
      const port = Number(await new Promise<string>((resolve) => createInterface({ input: parent.stdout }).once("line", resolve)));
      assert.equal(await isOpen(port), true);
      parent.kill(signal);
      await new Promise((resolve) => parent.once("exit", resolve));
      for (let attempt = 0; attempt < 100 && (await isOpen(port)); attempt++) await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(await isOpen(port), false);
    });
  }

  it("given a session that has ended, then its calls are refused, by EC2 in its own words", async () => {
    const { port, stop } = await startEmulator(options);
    const place = { endpoint: `http://127.0.0.1:${port}`, region: options.region, maxAttempts: 1 };
    const root = { accessKeyId: options.accountId, secretAccessKey: "sandbox" };
    const { Role } = await new IAM({ ...place, credentials: root }).createRole({ RoleName: "short", AssumeRolePolicyDocument: "{}" });
    // The front takes no such short session.
    const { Credentials: short } = await new STS({ ...place, credentials: root }).assumeRole({ RoleArn: Role?.Arn, RoleSessionName: "short", DurationSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const credentials = { accessKeyId: short?.AccessKeyId ?? "", secretAccessKey: short?.SecretAccessKey ?? "", sessionToken: short?.SessionToken ?? "" };
    await assert.rejects(new STS({ ...place, credentials }).getCallerIdentity({}), { name: "ExpiredToken" });
    await assert.rejects(new EC2({ ...place, credentials }).describeInstances({}), { name: "RequestExpired" });
    await stop();
  });

  it("given a Python without the emulator, then the error names the log", async () => {
    await assert.rejects(startEmulator({ ...options, python: process.execPath }), /ended while starting; see .*emulator\.log/);
    await assert.rejects(startEmulator({ ...options, python: path.join(options.dir, "no-python") }), /ended while starting/);
  });
});

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => { socket.destroy(); resolve(true); });
    socket.once("error", () => { resolve(false); });
  });
}
