import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureEmulator } from "../toolchain/emulator";

interface LocalAws {
  readonly endpoint: string;
  readonly region: string;
  readonly stop: () => Promise<void>;
}

/** The emulator alone, without the sandbox's trail. */
export async function startLocalAws(): Promise<LocalAws> {
  const { python } = await ensureEmulator();
  const port = await freePort();
  const region = "eu-west-1";
  const environment = { GATEWAY_PORT: String(port), BIND_HOST: "127.0.0.1", LOG_LEVEL: "ERROR", MINISTACK_REGION: region };
  const emulator = spawn(python, ["-m", "ministack"], { env: { ...process.env, ...environment }, stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await fetch(endpoint).then(() => true, () => false))) await sleep(100);
  return {
    endpoint,
    region,
    stop: async () => {
      if (emulator.kill()) await once(emulator, "exit");
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
