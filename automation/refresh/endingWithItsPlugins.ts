import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { runPulumi, type Environment } from "../estate/runPulumi";

/**
 * The same command for a workspace, run by `runPulumi`. `run` is how the Automation API starts the CLI, internal
 * to it and without a type, as of @pulumi/pulumi 3.270; a test notices if that changes.
 */
export function endingWithItsPlugins(pulumi: PulumiCommand): PulumiCommand {
  const run = (args: readonly string[], cwd: string, env: Environment, _onOutput: unknown, _onError: unknown, signal?: AbortSignal) =>
    runPulumi(pulumi, args, { cwd, env, ...(signal !== undefined && { signal }) });
  return new Proxy(pulumi, { get: (target, name): unknown => (name === "run" ? run : Reflect.get(target, name)) });
}
