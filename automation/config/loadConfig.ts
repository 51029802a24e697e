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
  const text = await readText(location, file !== undefined);
  if (text === undefined) return { config: configSchema.parse({}), folder: cwd };
  return {
    config: parseConfig(text, path.basename(location)),
    folder: path.dirname(location),
    digest: createHash("sha256").update(text).digest("hex"),
  };
}

/** @throws {ConfigError} */
export function parseConfig(text: string, name: string): Config {
  const document = parseDocument(text, { lineCounter: new LineCounter() });
  const [mistake] = document.errors;
  if (mistake) throw new ConfigError(`${name}: ${mistake.message.split("\n")[0] ?? "not YAML"}`);
  const value: unknown = document.toJS();
  const parsed = configSchema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  throw new ConfigError(describeIssues(parsed.error, configSchema).map((line) => `${name}: ${line}`).join("\n"));
}

async function readText(location: string, required: boolean): Promise<string | undefined> {
  try {
    return await readFile(location, "utf8");
  } catch (cause) {
    if (!required && cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw new ConfigError(`cannot read the config file ${location}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
