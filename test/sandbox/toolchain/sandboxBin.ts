import { access, chmod, mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { compiledSandbox } from "./checkout";

interface SandboxBinOptions {
  /** The node that runs the stand-ins. */
  readonly node: string;
  /** The CLI; what it brings in its own folder is not stood in for. */
  readonly pulumi?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes the plugins that stand in for Pulumi's own into `dir`, which then belongs in front on PATH: the AWS provider
 * always, the nodejs language host only where Pulumi's own is not installed. The engine prefers a plugin on PATH
 * to any other.
 * @returns `dir`
 */
export async function writeSandboxBin(dir: string, { node, pulumi, env = process.env }: SandboxBinOptions): Promise<string> {
  await mkdir(dir, { recursive: true });
  await writePlugin(dir, "pulumi-resource-aws", node, "provider");
  const home = env["PULUMI_HOME"] ?? join(homedir(), ".pulumi");
  const folders = [...(env["PATH"] ?? "").split(delimiter), join(home, "bin"), ...(pulumi === undefined ? [] : [dirname(pulumi)])];
  const others = folders.filter((folder) => folder !== "" && resolve(folder) !== resolve(dir));
  if (!(await isInstalled("pulumi-language-nodejs", others))) await writePlugin(dir, "pulumi-language-nodejs", node, "language");
  return dir;
}

async function isInstalled(name: string, folders: readonly string[]): Promise<boolean> {
  const files = folders.flatMap((folder) => [join(folder, name), join(folder, `${name}.exe`)]);
  const found = await Promise.all(files.map((file) => access(file).then(() => true, () => false)));
  return found.includes(true);
}

async function writePlugin(dir: string, name: string, node: string, folder: "provider" | "language"): Promise<void> {
  const script = join(compiledSandbox, folder, "main.js");
  const file = join(dir, name);
  await writeFile(file, `#!/bin/sh\nexec ${quoted(node)} ${quoted(script)} "$@"\n`);
  await chmod(file, 0o755);
  await writeFile(`${file}.cmd`, `@"${node}" "${script}" %*\r\n`);
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
