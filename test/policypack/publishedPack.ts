import { mkdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { succeed } from "../sandbox/run";
import { checkout } from "../sandbox/toolchain/checkout";

const SOURCE = path.join(checkout, "policypack");
const packed = z.tuple([z.object({ filename: z.string() })]);
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/**
 * The pack as whoever publishes it makes it (`pulumi policy publish` packs the folder by npm), unpacked in an empty
 * folder where its own code finds nothing but the dependencies that it declares.
 * @param folder outside of this checkout
 * @returns what `--policy-pack` is to name
 */
export async function publishedPack(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder };
  const { stdout } = await succeed("npm", ["pack", "--json", "--pack-destination", folder], { cwd: SOURCE, env });
  const [{ filename }] = packed.parse(JSON.parse(stdout));
  await succeed("tar", ["-xzf", filename], { cwd: folder, env });

  const pack = path.join(folder, "package");
  const { dependencies } = manifest.parse(JSON.parse(await readFile(path.join(pack, "package.json"), "utf8")));
  for (const name of Object.keys(dependencies)) {
    const link = path.join(pack, "node_modules", name);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(path.join(checkout, "node_modules", name), link, "junction");
  }
  return pack;
}
