import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { configSchema, type Config } from "./config";
import { describeIssues } from "./describeIssues";

export const CONFIG_FILE = "whodrift.yaml";

export interface LoadedConfig {
  readonly config: Config;
  /** Folder that relative paths in the config start from. */
  readonly folder: string;
  /** sha256 of the file's bytes; absent where there is no file and the defaults hold. */
  readonly digest?: string;
}

/** The user's mistake in `whodrift.yaml`, one line an error, each naming the key and what was expected. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Reads the named file, or `whodrift.yaml` in `cwd` where there is one.
 * @throws {ConfigError} where a named file is missing, or the file is not what the schema says
 */
export async function loadConfig(cwd: string, file?: string): Promise<LoadedConfig> {
  const location = path.resolve(cwd, file ?? CONFIG_FILE);
  const bytes = await readBytes(location, file !== undefined);
  if (bytes === undefined) return { config: configSchema.parse({}), folder: cwd };
  return {
    config: parseConfig(decode(bytes, location), path.basename(location)),
    folder: path.dirname(location),
    digest: createHash("sha256").update(bytes).digest("hex"),
  };
}

/** @throws {ConfigError} */
export function parseConfig(text: string, name: string): Config {
  const value = parseYaml(text, name);
  const parsed = configSchema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  throw new ConfigError(describeIssues(parsed.error, configSchema).map((line) => `${name}: ${line}`).join("\n"));
}

function parseYaml(text: string, name: string): unknown {
  const document = parseDocument(text, { lineCounter: new LineCounter(), stringKeys: true });
  const [mistake] = document.errors;
  if (mistake) throw new ConfigError(`${name}: ${mistake.message.split("\n")[0] ?? "not YAML"}`);
  try {
    return document.toJS();
  } catch (cause) {
    // Aliases are resolved only here: one that leads nowhere, or so many that they are an attack.
    throw new ConfigError(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function decode(bytes: Uint8Array, location: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigError(`the config file ${location} is not UTF-8 text`, { cause });
  }
}

async function readBytes(location: string, required: boolean): Promise<Uint8Array | undefined> {
  try {
    return await readFile(location);
  } catch (cause) {
    if (!required && cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new ConfigError(`cannot read the config file ${location}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
