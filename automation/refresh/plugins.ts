import { access, readdir } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { isJsonObject, type JsonObject } from "../../policypack/model";
import type { Deployment } from "../estate/deployment";
import { usedProviders } from "../schedule";

/** A provider's plugin as the state names it. */
export interface Plugin {
  readonly name: string;
  readonly version?: string | undefined;
  /** Where it is downloaded from, if not from Pulumi. */
  readonly server?: string | undefined;
}

/** What the engine starts plugins for, each once. Those that come with the CLI are left out. */
export function pluginsOf({ resources }: Deployment): readonly Plugin[] {
  const plugins = usedProviders(resources).map(({ name, resource }) => pluginOf(name, resource?.inputs ?? {}));
  const named = plugins.filter(({ name }) => !name.startsWith("pulumi"));
  return [...new Map(named.map((plugin) => [titleOf(plugin), plugin])).values()];
}

/** The engine keeps its own settings in `__internal`; a bridged package names its base plugin there, with that one's version. */
function pluginOf(name: string, inputs: JsonObject): Plugin {
  const internal = isJsonObject(inputs["__internal"]) ? inputs["__internal"] : inputs;
  const versioned = internal["parameterization"] === undefined ? inputs : internal;
  return { name: text(internal["name"]) ?? name, version: text(versioned["version"])?.replace(/^v/, ""), server: text(internal["pluginDownloadURL"]) };
}

export function titleOf({ name, version }: Plugin): string {
  return version === undefined ? name : `${name} ${version}`;
}

/** Where plugins can lie. */
export interface PluginPlaces {
  /** The CLI's own path, or its name. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Whether the engine will find it, told from the file system alone: on PATH or beside the CLI, whatever its version,
 * else among what was installed.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/workspace/plugins.go
 */
export async function isInstalled({ name, version }: Plugin, { command, env }: PluginPlaces): Promise<boolean> {
  const folders = [dirname(command), ...(env["PATH"] ?? "").split(delimiter)].filter((folder) => folder !== "" && folder !== ".");
  const binaries = folders.flatMap((folder) => ["", ".exe", ".cmd"].map((end) => join(folder, `pulumi-resource-${name}${end}`)));
  if ((await Promise.all(binaries.map(exists))).includes(true)) return true;
  const installed = await readdir(join(pulumiHome(env), "plugins")).catch((): readonly string[] => []);
  const found = installed.filter((entry) => (version === undefined ? entry.startsWith(`resource-${name}-v`) : entry === `resource-${name}-v${version}`));
  // The mark of one that is being unpacked, or was when somebody ended it.
  return found.some((entry) => !installed.includes(`${entry}.partial`));
}

function pulumiHome(env: PluginPlaces["env"]): string {
  return env["PULUMI_HOME"] ?? join(env["HOME"] ?? env["USERPROFILE"] ?? ".", ".pulumi");
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
