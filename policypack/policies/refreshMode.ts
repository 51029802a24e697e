import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { z } from "zod";
import { refreshOption } from "../openDrift/refreshOption";
import type { RefreshMode } from "./overwrites";
import type { Run } from "./policy";

export const refreshConfigSchema = z.object({ refresh: z.enum(["never", "assume"]).optional() });

export const refreshConfigProperty: PolicyConfigJSONSchema = {
  type: "string",
  enum: ["never", "assume"],
  description: "Whether `up` refreshes first, which a pack cannot see: assume is for whoever passes --refresh. Else as Pulumi.yaml says.",
};

/** undefined: nobody says, and the project's file was not found. */
export function refreshMode(project: string, config: object, { refreshAsked, folders }: Run): RefreshMode | undefined {
  const { refresh } = refreshConfigSchema.parse(config);
  if (refresh !== undefined) return refresh;
  if (refreshAsked) return "assume";
  switch (refreshOption(project, folders)) {
    case "always":
      return "assume";
    case "on-demand":
      return "never";
    case "unknown":
      return undefined;
  }
}
