import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { WireRequest, WireResponse } from "./exchange";
import { flatHeaders } from "./forward";

export type Handler = (request: WireRequest, remoteAddress: string) => Promise<WireResponse>;

export interface Front {
  readonly port: number;
  /** Starts to answer; before, requests wait. */
  readonly serve: (handler: Handler) => void;
  readonly close: () => Promise<void>;
}

const KEEP_ALIVE_MS = 3_600_000;

/** Opens the sandbox's one public port, on loopback, wherever the system has one free. */
export async function openFront(): Promise<Front> {
  let serve: (handler: Handler) => void = () => undefined;
  const handler = new Promise<Handler>((resolve) => { serve = resolve; });
  const server = createServer((incoming, outgoing) => {
    void handler.then((handle) => answer(handle, incoming, outgoing));
  });
  // As long as the emulator keeps them: a client that sends just as an idle connection is closed gets a reset for an answer.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the front has no port");
  return {
    port: address.port,
    serve,
    close: () =>
      new Promise((resolve) => {
        server.close(() => { resolve(); });
        server.closeAllConnections();
      }),
  };
}

async function answer(handle: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const request: WireRequest = {
      method: incoming.method ?? "GET",
      url: incoming.url ?? "/",
      headers: flatHeaders(incoming.headers),
      body: await buffer(incoming),
    };
    const { status, headers, body } = await handle(request, incoming.socket.remoteAddress ?? "127.0.0.1");
    // The answer to a HEAD request keeps the length of a body that it does not have.
    const length = request.method === "HEAD" ? {} : { "content-length": String(body.length) };
    outgoing.writeHead(status, { ...headers, ...length }).end(body);
  } catch (error) {
    // A fault of the sandbox must not look like an answer of AWS.
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500, { "content-type": "text/plain" }).end(`the sandbox failed: ${text}`);
  }
}
