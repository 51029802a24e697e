import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, type EngineEvent, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { deploymentSchema, type StateResource } from "../../automation/estate/deployment";
import { checkout } from "../sandbox/toolchain/checkout";
import { commandAt, ensurePulumi } from "../sandbox/toolchain/pulumi";
import { writeSandboxBin } from "../sandbox/toolchain/sandboxBin";

interface RunOptions {
  readonly openDrift?: string;
  /** `refresh` of the policy `drift-hold`. */
  readonly mode?: "never" | "assume";
  readonly refresh?: boolean;
  /** The content of `options:` in Pulumi.yaml. */
  readonly projectOptions?: string;
}

interface Outcome {
  readonly refused: boolean;
  readonly mandatory: readonly string[];
  readonly advisory: readonly string[];
}

/** A stack in a scratch backend, and real runs of the CLI on it under a copy of the compiled pack, away from this checkout. */
export class PackRun {
  private constructor(
    private readonly folder: string,
    private readonly stack: Stack,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async make(): Promise<PackRun> {
    const folder = await mkdtemp(join(tmpdir(), "whodrift-pack-"));
    const workDir = join(folder, "project");
    for (const made of [workDir, join(folder, "state")]) await mkdir(made);
    await cp(join(checkout, "policypack"), join(folder, "pack"), { recursive: true, filter: (file) => !file.endsWith("node_modules") });
    await symlink(join(checkout, "node_modules"), join(folder, "node_modules"), "junction");
    const { command } = await ensurePulumi(() => undefined);
    const bin = await writeSandboxBin(join(folder, "bin"), { node: process.execPath, pulumi: command });
    const env = {
      PATH: [bin, dirname(command), process.env["PATH"] ?? ""].join(delimiter),
      // As a shell in the project's folder has it.
      PWD: workDir,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
      PULUMI_CONFIG_PASSPHRASE: "passphrase",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const args = { projectName: "orders", stackName: "prod", program: () => Promise.resolve() };
    const stack = await LocalWorkspace.createOrSelectStack(args, { workDir, pulumiCommand: await commandAt(command), envVars: env });
    return new PackRun(folder, stack, env);
  }

  async run(command: "up" | "preview", program: PulumiFn, { openDrift, mode, refresh, projectOptions = "{}" }: RunOptions = {}): Promise<Outcome> {
    const { workspace } = this.stack;
    workspace.program = program;
    workspace.envVars = { ...this.env, ...(openDrift !== undefined && { WHODRIFT_OPEN_DRIFT: openDrift }) };
    await writeFile(join(workspace.workDir, "Pulumi.yaml"), `name: orders\nruntime: nodejs\noptions: ${projectOptions}\n`);
    // Not pack.json: where that lies beside the pack's folder, node takes it for the pack.
    const config = join(this.folder, "policies.json");
    await writeFile(config, JSON.stringify({ "drift-hold": { enforcementLevel: "mandatory", ...(mode && { refresh: mode }) } }));
    const options = { policyPacks: [join(this.folder, "pack")], policyPackConfigs: [config], refresh: refresh ?? false };
    return underPack((onEvent) => this.stack[command]({ ...options, onEvent }));
  }

  async resources(): Promise<readonly StateResource[]> {
    return deploymentSchema.parse((await this.stack.exportStack()).deployment).resources;
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What the policies said of a run; a run that failed for another reason is an error. */
export async function underPack(start: (onEvent: (event: EngineEvent) => void) => Promise<unknown>): Promise<Outcome> {
  const events: EngineEvent[] = [];
  const said = (level: string) => events.flatMap(({ policyEvent }) => (policyEvent?.enforcementLevel === level ? [policyEvent.message] : []));
  let refused = false;
  try {
    await start((event) => events.push(event));
  } catch (error) {
    if (said("mandatory").length === 0) throw error;
    refused = true;
  }
  return { refused, mandatory: said("mandatory"), advisory: said("advisory") };
}
