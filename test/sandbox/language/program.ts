import { createRequire } from "node:module";
import { join } from "node:path";
import type { RunRequest } from "@pulumi/pulumi/proto/language_pb";

/** One run of node on one of the scripts that `@pulumi/pulumi` brings for language hosts. */
export interface NodeRun {
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to the environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * How Pulumi's own host runs a program.
 * https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/cmd/pulumi-language-nodejs/main.go, execNodejs
 * @throws where the program's folder has no `@pulumi/pulumi`
 */
export function programRun(request: RunRequest, engine: string): NodeRun {
  const root = request.getInfo()?.getRootDirectory() ?? request.getPwd();
  const folder = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const flags: readonly (readonly [string, string])[] = [
    ["monitor", request.getMonitorAddress()],
    ["engine", engine],
    ["organization", request.getOrganization()],
    ["project", request.getProject()],
    ["root-directory", root],
    ["stack", request.getStack()],
    ["pwd", request.getPwd()],
    ["parallel", String(request.getParallel())],
  ];
  return {
    script: scriptOf("run", folder),
    args: [
      ...flags.map(([flag, value]) => `--${flag}=${value}`),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      request.getInfo()?.getEntryPoint() ?? request.getProgram(),
      ...request.getArgsList(),
    ],
    cwd: folder,
    environment: {
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TYPESCRIPT: String(request.getInfo()?.getOptions()?.toJavaScript()["typescript"] !== false),
    },
  };
}

/** A policy pack runs in its own folder, with its own copy of the SDK. */
export function policyPackRun(folder: string, engine: string, environment: Readonly<Record<string, string>>): NodeRun {
  return {
    script: scriptOf("run-policy-pack", folder),
    args: [engine, folder],
    cwd: folder,
    environment,
  };
}

function scriptOf(command: "run" | "run-policy-pack", folder: string): string {
  return createRequire(join(folder, "package.json")).resolve(`@pulumi/pulumi/cmd/${command}`);
}
