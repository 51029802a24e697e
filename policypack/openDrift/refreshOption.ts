import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const projectSchema = z.object({ name: z.string(), options: z.object({ refresh: z.string().optional() }).optional() });

/**
 * Whether the project asks for a refresh in each `up` (`options.refresh: always`). A pack is not told where the
 * project is, so the folders are searched upwards for a Pulumi.yaml of that name; without one the answer is no.
 * Source: https://www.pulumi.com/docs/iac/concepts/projects/project-file/#options
 */
export function refreshesAlways(project: string, folders: readonly string[]): boolean {
  return folders.flatMap(upwards).some((folder) => {
    const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(folder, name)).find((path) => existsSync(path));
    if (file === undefined) return false;
    try {
      const parsed = projectSchema.safeParse(parse(readFileSync(file, "utf8")));
      return parsed.success && parsed.data.name === project && parsed.data.options?.refresh === "always";
    } catch {
      // Not ours to judge: the CLI itself has read the project's file and would have refused it.
      return false;
    }
  });
}

function upwards(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}
