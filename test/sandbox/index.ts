import { rmSync } from "node:fs";
import { mkdir, mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { environmentOf, startAws, type AwsOptions, type Person, type SandboxAws } from "./aws";
import type { PersonName } from "./estate/clients";
import { ensureEmulator } from "./toolchain/emulator";
import { commandAt, ensurePulumi } from "./toolchain/pulumi";
import { writeSandboxBin } from "./toolchain/sandboxBin";

/** A small AWS with a trail, a Pulumi backend, and people with credentials. Everything lies in one folder. */
export interface Sandbox {
  readonly aws: SandboxAws;
  readonly dir: string;
  readonly pulumi: PulumiCommand;
  /** The environment in which a person (one of the cast, or a session of `aws.openSession`) runs `pulumi` or `whodrift` here. */
  env(person: PersonName | Person): Record<string, string>;
  /** Ends every process of the sandbox and removes its folder. */
  stop(): Promise<void>;
}

/** Of the scratch stacks only: it guards nothing. */
const PASSPHRASE = "sandbox";

export async function startSandbox(
  log: (line: string) => void = () => undefined, options: Pick<AwsOptions, "accounts" | "clock" | "lookupDelayMs" | "sessionSeconds"> = {},
): Promise<Sandbox> {
  const [tool, emulator] = await Promise.all([ensurePulumi(log), ensureEmulator(log)]);
  // The real path: on macOS the temporary folder is a link, and the CLI writes resolved paths into its state.
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), "whodrift sandbox ")));
  const removeFolder = () => { rmSync(dir, { recursive: true, force: true }); };
  // Also where the process ends early: the emulator ends by itself then, the folder does not.
  process.on("exit", removeFolder);
  const state = path.join(dir, "state");
  await mkdir(state);
  const bin = path.join(dir, "bin");
  await writeSandboxBin(bin, { node: process.execPath, pulumi: tool.command });
  const aws = await startAws({ ...options, python: emulator.python, dir: path.join(dir, "aws") });
  return {
    aws,
    dir,
    pulumi: await commandAt(tool.command),
    env: (person) => ({
      ...inherited(),
      PATH: [bin, path.dirname(tool.command), process.env["PATH"] ?? ""].join(path.delimiter),
      PULUMI_BACKEND_URL: pathToFileURL(state).href,
      PULUMI_HOME: path.join(dir, "pulumi-home"),
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // The programs are type-checked with everything else; checking them at each start takes seconds.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      ...environmentOf(aws, typeof person === "string" ? aws.people[person] : person),
    }),
    stop: async () => {
      await aws.stop();
      process.off("exit", removeFolder);
      removeFolder();
    },
  };
}

/** The caller's environment without whatever would lead a client out of the sandbox. */
function inherited(): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS|PULUMI)_/.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, value ?? ""]));
}
