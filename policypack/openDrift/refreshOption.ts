import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const projectSchema = z.object({ name: z.string(), options: z.object({ refresh: z.string().optional() }).optional() });

/** always: each `up` refreshes. on-demand: only where it is asked to. unknown: the project's file was not found. */
export type RefreshOption = "always" | "on-demand" | "unknown";

/**
 * What the project says of refreshing (`options.refresh`). A pack is not told where the project is, so the folders are
 * searched upwards for a Pulumi.yaml of that name.
 * Source: https://www.pulumi.com/docs/iac/concepts/projects/project-file/#options
 */
export function refreshOption(project: string, folders: readonly string[]): RefreshOption {
  for (const folder of folders.flatMap(upwards)) {
    const found = readProject(folder);
    if (found?.name === project) return found.options?.refresh === "always" ? "always" : "on-demand";
  }
  return "unknown";
}

function readProject(folder: string): z.infer<typeof projectSchema> | undefined {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  try {
    return projectSchema.safeParse(parse(readFileSync(file, "utf8"))).data;
  } catch {
    // Not ours to judge: the CLI itself has read the project's file and would have refused it.
    return undefined;
  }
}

function upwards(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}
