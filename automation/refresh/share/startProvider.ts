import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { endTree } from "../../estate/processTree";
import type { Environment } from "../../estate/runPulumi";

export interface RunningProvider {
  /** Of the loopback interface. */
  readonly port: number;
  /** When it has ended, of itself or not. */
  readonly ended: Promise<void>;
  readonly end: () => Promise<void>;
}

/**
 * Starts a provider that waits to be attached to: without the address of an engine it serves until it is ended.
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/provider/main.go
 * @throws Error where it ends, or says no port before `signal` is aborted; then nothing of it is left
 */
export async function startProvider(program: string, env: Environment, signal: AbortSignal): Promise<RunningProvider> {
  // What it prints may quote a secret, and nobody reads it.
  const child = spawn(program, { env, stdio: ["ignore", "pipe", "ignore"] });
  let running = true;
  const ended = new Promise<void>((resolve) => {
    const settle = () => {
      running = false;
      resolve();
    };
    child.once("exit", settle).once("error", settle);
  });
  const end = async () => {
    // A process that has ended may have left its id to another one.
    if (running && child.pid !== undefined) await endTree(child.pid);
    await ended;
  };
  try {
    // It goes on reading, so that the provider never waits for somebody to listen.
    const firstLine = once(createInterface({ input: child.stdout }), "line", { signal });
    const said: readonly unknown[] = await Promise.race([firstLine, ended.then(() => Promise.reject(new Error("the provider ended before it said its port")))]);
    const [line] = said;
    if (typeof line !== "string" || !/^\d{1,5}$/.test(line.trim())) throw new Error("the provider said no port");
    return { port: Number(line), ended, end };
  } catch (error) {
    await end();
    throw error;
  }
}
