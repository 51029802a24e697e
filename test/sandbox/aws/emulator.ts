import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { LAUNCHER } from "./launcher";

export interface Emulator {
  readonly port: number;
  /** Folder of botocore's service models, one folder per service. */
  readonly modelsDir: string;
  readonly stop: () => Promise<void>;
}

export interface EmulatorOptions {
  readonly python: string;
  readonly dir: string;
  readonly accountId: string;
  readonly region: string;
  /** Port that clients talk to: the emulator writes it into the URLs that it hands out. */
  readonly publicPort: number;
}

const Greeting = z.object({ port: z.number(), models: z.string() });

/** A cold start takes a fraction of a second; a busy machine gets much more. */
const START_TIMEOUT_MS = 30_000;

/** Starts the emulator on a loopback port of the system's choice, and waits until it answers. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  await mkdir(options.dir, { recursive: true });
  const logFile = path.join(options.dir, "emulator.log");
  // A file of its own: Windows takes no such long argument.
  const launcher = path.join(options.dir, `launcher-${randomUUID()}.py`);
  await writeFile(launcher, LAUNCHER);
  const child = spawn(options.python, [launcher], {
    cwd: options.dir,
    detached: process.platform !== "win32", // leads a process group, so that its children die with it
    stdio: ["pipe", "pipe", "pipe"],
    env: emulatorEnvironment(options),
  });
  const log = createWriteStream(logFile);
  child.stderr.pipe(log);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => { resolve(); });
    child.once("error", () => { resolve(); });
  });

  const stop = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      if (process.platform === "win32") child.kill("SIGKILL");
      else process.kill(-child.pid, "SIGKILL");
    }
    await ended;
  };

  try {
    const greeting = await firstLine(child.stdout, ended, logFile);
    child.stdout.pipe(log);
    const { port, models } = Greeting.parse(JSON.parse(greeting));
    await untilHealthy(port, logFile);
    return { port, modelsDir: models, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function emulatorEnvironment(options: EmulatorOptions): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, HOME } = process.env;
  return {
    PATH, SystemRoot, HOME,
    TMPDIR: options.dir,
    LOG_LEVEL: "WARNING",
    // Signatures and policies are checked.
    AUTH: "true",
    MINISTACK_ACCOUNT_ID: options.accountId,
    MINISTACK_REGION: options.region,
    MINISTACK_HOST: "127.0.0.1",
    GATEWAY_PORT: String(options.publicPort),
    // No listener beside the one on loopback, and no Docker on the machine is touched.
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    DOCKER_HOST: "tcp://127.0.0.1:1",
  };
}

async function firstLine(stdout: NodeJS.ReadableStream, ended: Promise<void>, logFile: string): Promise<string> {
  const lines = createInterface({ input: stdout });
  const line = new Promise<string>((resolve) => { lines.once("line", resolve); });
  const failed = ended.then((): string => {
    throw new Error(`The AWS emulator ended while starting; see ${logFile}`);
  });
  return Promise.race([line, failed]).finally(() => { lines.close(); });
}

async function untilHealthy(port: number, logFile: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const healthy = await fetch(`http://127.0.0.1:${port}/_ministack/health`).then((answer) => answer.ok, () => false);
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`The AWS emulator did not answer within ${START_TIMEOUT_MS / 1000} s; see ${logFile}`);
}
