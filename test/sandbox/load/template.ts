import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { z } from "zod";
import type { Sandbox } from "..";
import { templateProgram } from "./kinds";

/** https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go */
const resourceSchema = z.looseObject({ urn: z.string(), type: z.string() });
const checkpointSchema = z.looseObject({
  version: z.literal(3),
  checkpoint: z.looseObject({
    stack: z.string(),
    latest: z.looseObject({
      manifest: z.looseObject({ time: z.string() }),
      secrets_providers: z.object({ type: z.literal("passphrase"), state: z.object({ salt: z.string() }) }),
      resources: z.array(resourceSchema),
    }),
  }),
});

export type StateResource = z.infer<typeof resourceSchema>;

/** What the real CLI wrote of a stack that has one of each kind. */
export interface Template {
  readonly checkpoint: z.infer<typeof checkpointSchema>;
  readonly update: Readonly<Record<string, unknown>>;
  /** The backend's own file. */
  readonly meta: string;
}

/**
 * Deploys one stack with the real engine, into a backend of its own, and reads what the CLI wrote. Its resources stay,
 * as what no stack manages does in any account.
 */
export async function deployTemplate(sandbox: Sandbox, signal?: AbortSignal): Promise<Template> {
  const names = { project: "golden-path", stack: "template" };
  const backend = path.join(sandbox.dir, "template");
  await mkdir(backend, { recursive: true });
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: names.stack, projectName: names.project, program: templateProgram(names) },
    { workDir: backend, pulumiCommand: sandbox.pulumi, envVars: { ...sandbox.env("deploy"), PULUMI_BACKEND_URL: pathToFileURL(backend).href } },
  );
  await stack.up(signal ? { signal } : {});
  const read = (...parts: readonly string[]) => readFile(path.join(backend, ".pulumi", ...parts), "utf8");
  const history = await readdir(path.join(backend, ".pulumi", "history", names.project, names.stack));
  const update = history.find((name) => name.endsWith(".history.json"));
  if (update === undefined) throw new Error("the CLI wrote no history of the template's update");
  return {
    checkpoint: checkpointSchema.parse(JSON.parse(await read("stacks", names.project, `${names.stack}.json`))),
    update: z.record(z.string(), z.unknown()).parse(JSON.parse(await read("history", names.project, names.stack, update))),
    meta: await read("meta.yaml"),
  };
}
