import { spawn } from "node:child_process";
import type { ChildProcess, StdioOptions } from "node:child_process";
import { status } from "@grpc/grpc-js";
import type { ServerWritableStream, UntypedServiceImplementation } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import * as protocol from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { version } from "@pulumi/pulumi/version";
import { unary } from "../plugin";
import { policyPackRun, programRun } from "./program";
import type { NodeRun } from "./program";

/** `cmd/run` leaves with it when it has already told the user what went wrong. */
const ALREADY_TOLD = 32;

/**
 * The language host's side of the protocol, for programs and policy packs in TypeScript or JavaScript.
 * https://github.com/pulumi/pulumi/blob/master/proto/pulumi/language.proto
 * @param engine address of the engine, for the programs' logs
 */
export function handlers(engine: string): UntypedServiceImplementation {
  const running = new Set<ChildProcess>();

  function start(run: NodeRun, stdio: StdioOptions): ChildProcess {
    const child = spawn(process.execPath, [run.script, ...run.args], { cwd: run.cwd, env: { ...process.env, ...run.environment }, stdio });
    running.add(child);
    child.on("exit", () => running.delete(child));
    return child;
  }

  function stopAll(): void {
    for (const child of running) child.kill();
  }

  // The engine stops its plugins with a signal; what they started must not outlive them.
  process.on("exit", stopAll);

  return {
    handshake: unary(() => new protocol.LanguageHandshakeResponse()),
    getPluginInfo: unary(() => new PluginInfo().setVersion(version)),
    // The engine asks for a plugin again when a resource needs it, and finds it on PATH.
    getRequiredPlugins: unary(() => new protocol.GetRequiredPluginsResponse()),
    getRequiredPackages: unary(() => new protocol.GetRequiredPackagesResponse()),
    getProgramDependencies: unary(() => new protocol.GetProgramDependenciesResponse()),
    about: unary(() => new protocol.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    installDependencies: (call: ServerWritableStream<protocol.InstallDependenciesRequest, protocol.InstallDependenciesResponse>) => {
      call.end();
    },
    cancel: unary(() => {
      stopAll();
      return new Empty();
    }),
    run: unary(async (request: protocol.RunRequest) => {
      // What a program prints reaches the user through the engine, which reads this process's output.
      const code = await exitOf(start(programRun(request, engine), "inherit"));
      if (code === 0) return new protocol.RunResponse();
      if (code === ALREADY_TOLD) return new protocol.RunResponse().setBail(true);
      return new protocol.RunResponse().setError(`Program exited with non-zero exit code: ${String(code)}`);
    }),
    runPlugin: (call: ServerWritableStream<protocol.RunPluginRequest, protocol.RunPluginResponse>) => {
      const { request } = call;
      if (request.getKind() !== "analyzer") {
        call.destroy(Object.assign(new Error(`the sandbox runs no ${request.getKind()} plugin in nodejs`), { code: status.UNIMPLEMENTED }));
        return;
      }
      const folder = request.getInfo()?.getProgramDirectory() ?? "";
      const run = policyPackRun(folder, request.getArgsList()[0] ?? engine, environmentOf(request.getEnvList()));
      const child = start(run, ["ignore", "pipe", "pipe"]);
      child.stdout?.on("data", (chunk: Buffer) => call.write(new protocol.RunPluginResponse().setStdout(chunk)));
      child.stderr?.on("data", (chunk: Buffer) => call.write(new protocol.RunPluginResponse().setStderr(chunk)));
      call.on("cancelled", () => child.kill());
      void exitOf(child).then((code) => {
        call.write(new protocol.RunPluginResponse().setExitcode(code));
        call.end();
      });
    },
  };
}

/** @returns the status; 1 where a signal ended it or it could not start */
async function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
    child.on("error", () => {
      resolve(1);
    });
  });
}

function environmentOf(entries: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]));
}
