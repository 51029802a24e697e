import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { LocalWorkspace, type EngineEvent, type Stack } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { readStack, type StackRef } from "../../../automation/estate";
import type { Deployment } from "../../../automation/estate/deployment";
import type { Ending } from "../../../automation/refresh/observe";
import type { Sandbox } from "..";
import { liveOf, recordedIn } from "../provider/cases/recorded";
import { FAULTS_FILE } from "../provider/faults";
import type { Services } from "../services";
import type { RecordedCase } from "./recordedCase";

/** What one refresh of a stack was asked and what it said. */
export interface Recording {
  readonly ref: StackRef;
  readonly deployment: Deployment;
  readonly ending: Ending;
  readonly events: readonly EngineEvent[];
}

/** Deploys the stack, lets it happen, and looks: once, one resource after the other, so that the order is the same each time. */
export async function record(one: RecordedCase, sandbox: Sandbox, services: Services): Promise<Recording> {
  const faultsFile = path.join(sandbox.dir, `${one.name}.json`);
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "prod", projectName: one.name, program: () => { one.declare(); return Promise.resolve(); } },
    { pulumiCommand: sandbox.pulumi, envVars: { ...sandbox.env("deploy"), [FAULTS_FILE]: faultsFile } });
  await writeFile(faultsFile, "[]");
  await stack.setConfig("aws:s3UsePathStyle", { value: "true" });
  await stack.up({ parallel: 1 });
  const ref = { name: `organization/${one.name}/prod`, project: one.name, stack: "prod" };
  if (one.updating !== undefined) await interruptUpdate(ref, one.updating, sandbox);
  const resources = await recordedIn(stack);
  await one.happen?.(services, (name) => liveOf(resources, name));
  await writeFile(faultsFile, JSON.stringify(one.faults ?? []));
  const events: EngineEvent[] = [];
  const ending = await look(stack, one, events);
  return { ref, deployment: await stateOf(ref, sandbox), ending, events };
}

async function look(stack: Stack, { timeoutMs }: RecordedCase, events: EngineEvent[]): Promise<Ending> {
  const signal = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  try {
    await stack.previewRefresh({
      onEvent: (event) => events.push(event), runProgram: false, color: "never", suppressProgress: true, parallel: 1, ...(signal && { signal }),
    });
    return { how: "completed" };
  } catch (error) {
    if (signal?.aborted === true && timeoutMs !== undefined) return { how: "timeout", seconds: timeoutMs / 1000 };
    return { how: "failed", stderr: stderrOf(error) };
  }
}

/** The Automation API's message is the command, what it wrote to stderr, and then what it wrote to stdout. */
function stderrOf(error: unknown): string {
  return /^[^\n]*Command failed[^\n]*\n([^]*?)Previewing refresh/.exec(String(error))?.[1] ?? "";
}

/** As an update leaves the state that was killed while it changed a resource. `pulumi stack import` would take that out. */
async function interruptUpdate(ref: StackRef, name: string, sandbox: Sandbox): Promise<void> {
  const file = path.join(folderOf(sandbox), ".pulumi", "stacks", ref.project, `${ref.stack}.json`);
  const state = checkpointSchema.parse(JSON.parse(await readFile(file, "utf8")));
  const { checkpoint, checkpoint: { latest } } = state;
  const resource = latest.resources.find(({ urn }) => urn.endsWith(`::${name}`));
  const interrupted = { ...latest, pending_operations: [{ resource, type: "updating" }] };
  await writeFile(file, JSON.stringify({ ...state, checkpoint: { ...checkpoint, latest: interrupted } }));
}

const checkpointSchema = z.looseObject({
  checkpoint: z.looseObject({ latest: z.looseObject({ resources: z.array(z.looseObject({ urn: z.string() })) }) }),
});

function folderOf(sandbox: Sandbox): string {
  return fileURLToPath(sandbox.env("deploy")["PULUMI_BACKEND_URL"] ?? "");
}

async function stateOf(ref: StackRef, sandbox: Sandbox): Promise<Deployment> {
  const backend = { kind: "files", folder: folderOf(sandbox) } as const;
  const state = await readStack(ref, { backend, pulumi: sandbox.pulumi, cwd: sandbox.dir, env: sandbox.env("deploy") });
  if ("problem" in state) throw new Error(state.problem.message);
  return state.deployment;
}
