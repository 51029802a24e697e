import { access, constants } from "node:fs/promises";
import { platform } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import type { PulumiCli } from "../../estate/runPulumi";
import { PACKAGE, type Shareable } from "./shareable";

/**
 * The plugin that the engine would start, by its own order: on PATH, else the version of the state in the cache. Undefined
 * where it is in neither, or not yet whole: then the engine is left to install it.
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/workspace/plugins.go
 */
export async function findPlugin({ command }: PulumiCli, { env, version }: Shareable): Promise<string | undefined> {
  const name = `pulumi-resource-${PACKAGE}${platform() === "win32" ? ".exe" : ""}`;
  // As the CLI is run: its own folder comes first.
  const folders = [dirname(command), ...(env["PATH"] ?? "").split(delimiter)].filter((folder) => isAbsolute(folder));
  for (const folder of folders) {
    const program = join(folder, name);
    if (await is(program, constants.X_OK)) return program;
  }
  const home = env["PULUMI_HOME"] ?? (env["HOME"] === undefined ? undefined : join(env["HOME"], ".pulumi"));
  if (home === undefined || version === undefined) return undefined;
  const folder = join(home, "plugins", `resource-${PACKAGE}-v${version}`);
  const program = join(folder, name);
  return (await is(program, constants.X_OK)) && !(await is(`${folder}.partial`, constants.F_OK)) ? program : undefined;
}

function is(file: string, mode: number): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  );
}
