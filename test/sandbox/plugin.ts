import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import type { ServerUnaryCall, ServiceDefinition, UntypedServiceImplementation, sendUnaryData } from "@grpc/grpc-js";

/** How often to look whether the engine is still there; it kills its plugins, but not when it is killed itself. */
const ENGINE_CHECK_MS = 2_000;

/** Serves one of Pulumi's plugin protocols on a loopback port, as long as the engine that started this process lives. */
export function servePlugin(service: ServiceDefinition, handlers: UntypedServiceImplementation): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) process.exit(0);
  }, ENGINE_CHECK_MS).unref();
  // Without a listener a signal would skip the exit handlers.
  process.on("SIGTERM", () => process.exit(143));
  process.on("SIGINT", () => process.exit(130));

  const server = new Server();
  server.addService(service, handlers);
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    // The engine reads the port from the first line.
    process.stdout.write(`${port}\n`);
  });
}

/** A handler of a call with one answer; what it throws becomes the error that the engine shows. */
export function unary<Request, Response>(answer: (request: Request) => Response | Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback({ code: status.UNKNOWN, details: error instanceof Error ? textOf(error) : String(error) });
        },
      );
  };
}

/** The plain ones are written for the reader as they are. */
function textOf({ name, message }: Error): string {
  return name === "Error" ? message : `${name}: ${message}`;
}
