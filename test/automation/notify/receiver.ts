import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { World } from "../../../automation/notify";

export interface Received {
  readonly method: string;
  /** As the sender wrote it: `https://hooks.example/services/T`. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** hang: never answers. reset: closes the connection. */
export type Play = Answer | "hang" | "reset";

/** How a vendor answers a request that its documentation takes, or does not. */
export type Rules = (request: Received) => Answer;

/**
 * A vendor on this machine. It plays the faults that it was given, one a request, and judges by its rules from then on.
 * Whatever host a sink writes to, its world's `fetch` carries the request here.
 */
export class Receiver {
  readonly received: Received[] = [];
  readonly pauses: number[] = [];
  readonly #faults: Play[] = [];
  readonly #server = createServer((request, response) => void this.#take(request, response));
  #origin = "";

  constructor(private readonly rules: Rules) {}

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    this.#origin = `http://127.0.0.1:${address.port}`;
  }

  get origin(): string {
    return this.#origin;
  }

  play(...faults: readonly Play[]): void {
    this.#faults.push(...faults);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What was received, parsed. */
  get documents(): readonly unknown[] {
    return this.received.map(({ body }): unknown => JSON.parse(body.toString()));
  }

  /** Time stands still, but for pauses, which are over at once. */
  world(env: Readonly<Record<string, string>> = {}, over: Partial<World> = {}): World {
    let now = Date.parse("2026-07-31T05:02:00Z");
    return {
      env,
      fetch: (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input);
        const headers = new Headers(init?.headers);
        headers.set("x-written-origin", url.origin);
        return fetch(`${this.#origin}${url.pathname}${url.search}`, { ...init, headers });
      },
      now: () => new Date(now),
      pause: (milliseconds) => {
        this.pauses.push(milliseconds);
        now += milliseconds;
        return Promise.resolve();
      },
      random: () => 0.5,
      signal: new AbortController().signal,
      ...over,
    };
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = request.headers["x-written-origin"];
    const received = { method: request.method ?? "", url: `${String(origin ?? this.#origin)}${request.url ?? ""}`, headers: request.headers, body: await buffer(request) };
    this.received.push(received);
    const answer = this.#faults.shift() ?? this.rules(received);
    if (answer === "hang") return;
    if (answer === "reset") {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers).end(answer.body ?? "");
  }
}
