import { Agent, request as send, type IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import type { WireRequest, WireResponse } from "./exchange";

/** Sends a request on; the answer is whole before it comes back. */
export type Forward = (request: WireRequest) => Promise<WireResponse>;

/** Headers of one connection, which say nothing on the next. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "expect", "te", "trailer"]);

/** The agent's idle connections end with the emulator and hold nothing up before. */
export function forwardTo(port: number): Forward {
  const agent = new Agent({ keepAlive: true });
  return (request) =>
    new Promise((resolve, reject) => {
      const { host, ...headers } = withoutHopByHop(request.headers);
      const out = send(
        {
          agent, port, host: "127.0.0.1", method: request.method, path: request.url,
          headers: { ...headers, ...(host === undefined ? {} : { host }), "content-length": String(request.body.length) },
        },
        (answer) => {
          buffer(answer).then((body) => {
            resolve({ status: answer.statusCode ?? 502, headers: withoutHopByHop(flatHeaders(answer.headers)), body });
          }, reject);
        },
      );
      out.on("error", reject);
      out.end(request.body);
    });
}

export function flatHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]]),
  );
}

function withoutHopByHop(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}
