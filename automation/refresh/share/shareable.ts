import { createHash } from "node:crypto";
import type { Deployment } from "../../estate/deployment";
import type { Environment } from "../../estate/runPulumi";

/** The engine matches a running provider by the package's name only: neither by version nor by configuration. */
export const PACKAGE = "aws";

const PROVIDER_TYPE = `pulumi:providers:${PACKAGE}`;
/** Of the engine's envelope around a secret: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go */
const ENVELOPE = "4dabf18193072939515e22adb298388d";
/** The engine's alone, and often another one for each project. */
const NOT_OF_A_PROVIDER: readonly string[] = ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"];

/** What a process is started with and configured as. */
export interface Shareable {
  readonly inputs: string;
  readonly env: Environment;
  /** Of the plugin; absent where the state names none that is released. */
  readonly version?: string;
}

/**
 * What a process must be that all AWS providers of a state could attach to: the engine configures each of them, also
 * one without resources. Undefined where they differ, where there is none, where a secret is in it (its ciphertext is
 * another one in each stack), or where somebody attaches a provider or forbids plugins of PATH by himself.
 */
export function shareable({ resources }: Deployment, env: Environment): Shareable | undefined {
  if (env["PULUMI_DEBUG_PROVIDERS"] !== undefined || env["PULUMI_IGNORE_AMBIENT_PLUGINS"] !== undefined) return undefined;
  const configurations = new Map(resources.flatMap(({ type, inputs }) => (type === PROVIDER_TYPE ? [[JSON.stringify(inputs), inputs] as const] : [])));
  const [only, ...others] = configurations;
  if (only === undefined || others.length > 0 || only[0].includes(ENVELOPE)) return undefined;
  const [inputs, { version }] = only;
  return {
    inputs,
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_OF_A_PROVIDER.includes(name))),
    // It becomes a part of a path.
    ...(typeof version === "string" && /^\d+\.\d+\.\d+$/.test(version) && { version }),
  };
}

/** Equal only for the same program, inputs and environment, credentials and all; it tells nothing of them. */
export function keyOf(program: string, { inputs, env }: Shareable): string {
  const parts = [program, inputs, Object.entries(env).toSorted(([one], [other]) => (one < other ? -1 : 1))];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
