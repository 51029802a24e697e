import { mkdir, mkdtemp, cp, rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { checkout } from "./toolchain/checkout";
import { commandAt, ensurePulumi } from "./toolchain/pulumi";
import { writeSandboxBin } from "./toolchain/sandboxBin";

export interface Workbench {
  readonly stack: Stack;
  readonly dispose: () => Promise<void>;
}

/** A copy of a program inside this checkout (where it finds its packages), with a backend and a PULUMI_HOME of its own. */
export async function openWorkbench(program: string, environment: Readonly<Record<string, string>>): Promise<Workbench> {
  const out = join(checkout, "out");
  await mkdir(out, { recursive: true });
  const dir = await mkdtemp(join(out, "workbench-"));
  const workDir = join(dir, "program");
  await cp(program, workDir, { recursive: true });
  await mkdir(join(dir, "state"));
  const { command } = await ensurePulumi(() => undefined);
  await writeSandboxBin(join(dir, "bin"), { node: process.execPath, pulumi: command });
  const envVars = {
    ...environment,
    PATH: [join(dir, "bin"), dirname(command), process.env["PATH"] ?? ""].join(delimiter),
    PULUMI_BACKEND_URL: pathToFileURL(join(dir, "state")).href,
    PULUMI_HOME: join(dir, "home"),
    PULUMI_CONFIG_PASSPHRASE: "correct horse",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Types are checked by tsc.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
  const pulumiCommand = await commandAt(command);
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: "dev", workDir }, { envVars, pulumiCommand });
  return { stack, dispose: () => rm(dir, { recursive: true, force: true }) };
}

interface Sight {
  readonly op: string;
  readonly paths: Readonly<Record<string, string>>;
}

export interface Look {
  readonly seen: Readonly<Record<string, Sight>>;
  readonly events: readonly EngineEvent[];
}

/** What a refresh that changes nothing sees, by the resource's name: an operation, and the paths with their kinds. */
export async function lookAt(stack: Stack): Promise<Look> {
  const events: EngineEvent[] = [];
  await stack.previewRefresh({ onEvent: (event) => events.push(event) });
  const seen = events.flatMap(({ resOutputsEvent }) => {
    if (resOutputsEvent === undefined) return [];
    const { urn, op, detailedDiff } = resOutputsEvent.metadata;
    const paths = Object.fromEntries(Object.entries(detailedDiff ?? {}).map(([path, { diffKind }]) => [path, diffKind]));
    return [[urn.slice(urn.lastIndexOf("::") + 2), { op, paths }] as const];
  });
  return { seen: Object.fromEntries(seen), events };
}
