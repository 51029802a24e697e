import { accessSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { LocalWorkspace, PulumiCommand, type EngineEvent, type PulumiFn, type UpOptions } from "@pulumi/pulumi/automation";
import { deploymentSchema, type StateResource } from "../../automation/estate/deployment";

const ROOT = resolve(__dirname, "../..");
const PACK = join(ROOT, "policypack");
// Where the set-up of the sandbox puts the CLI if there is none on PATH.
const CACHED_CLI = join(homedir(), ".cache/whodrift/pulumi-3.274.1");

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

/** A stack in a scratch backend, and real runs of the CLI on it under the compiled pack. */
export class PackRun {
  private constructor(
    private readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly pulumiCommand: PulumiCommand,
  ) {}

  static async make(): Promise<PackRun> {
    const folder = await mkdtemp(join(tmpdir(), "whodrift-pack-"));
    const bin = join(folder, "bin");
    const project = join(folder, "project");
    for (const made of [bin, project, join(folder, "state")]) await mkdir(made);
    if (!isOnPath("pulumi-language-nodejs")) await writeLanguageHost(bin);
    const env = {
      PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
      // As a shell in the project's folder has it.
      PWD: project,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "passphrase",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    return new PackRun(folder, env, await PulumiCommand.get(isOnPath("pulumi") ? {} : { root: CACHED_CLI }));
  }

  async run(command: "up" | "preview", program: PulumiFn, { openDrift, mode, refresh, projectOptions }: RunOptions = {}): Promise<Outcome> {
    const stack = await this.#stack(program, projectOptions);
    stack.workspace.envVars = { ...this.env, ...(openDrift !== undefined && { WHODRIFT_OPEN_DRIFT: openDrift }) };
    const config = join(this.folder, "pack.json");
    await writeFile(config, JSON.stringify({ "drift-hold": { enforcementLevel: "mandatory", ...(mode && { refresh: mode }) } }));
    const events: EngineEvent[] = [];
    const options: UpOptions = { policyPacks: [PACK], policyPackConfigs: [config], refresh: refresh ?? false, onEvent: (event) => events.push(event) };
    const said = (level: string) => events.flatMap(({ policyEvent }) => (policyEvent?.enforcementLevel === level ? [policyEvent.message] : []));
    let refused = false;
    try {
      await (command === "up" ? stack.up(options) : stack.preview(options));
    } catch (error) {
      if (said("mandatory").length === 0) throw error;
      refused = true;
    }
    return { refused, mandatory: said("mandatory"), advisory: said("advisory") };
  }

  async resources(): Promise<readonly StateResource[]> {
    const stack = await this.#stack(() => Promise.resolve());
    return deploymentSchema.parse((await stack.exportStack()).deployment).resources;
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #stack(program: PulumiFn, projectOptions = "{}") {
    const workDir = join(this.folder, "project");
    await writeFile(join(workDir, "Pulumi.yaml"), `name: orders\nruntime: nodejs\noptions: ${projectOptions}\n`);
    return LocalWorkspace.createOrSelectStack({ projectName: "orders", stackName: "prod", program }, { workDir, pulumiCommand: this.pulumiCommand, envVars: this.env });
  }
}

function isOnPath(name: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name));
      return true;
    } catch {
      return false;
    }
  });
}

/** The sandbox's, where Pulumi's own is not installed. */
async function writeLanguageHost(bin: string): Promise<void> {
  const file = join(bin, "pulumi-language-nodejs");
  await writeFile(file, `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, "dist/test/sandbox/language/main.js")}' "$@"\n`);
  await chmod(file, 0o755);
}
