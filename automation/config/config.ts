import { z } from "zod";
import { rulesSchema } from "../../policypack/remediation";

const globs = z.array(z.string().min(1)).readonly();

/**
 * `whodrift.yaml`. Every key has a default, so that an empty or missing file is a valid configuration; an unknown
 * key is an error, because a misspelt rule that silently never matches is worse than none.
 */
export const configSchema = z
  .strictObject({
    stacks: z
      .strictObject({
        /** Globs over `org/project/stack`; used where the command line selects nothing. */
        include: globs.default([]),
        exclude: globs.default([]),
      })
      .readonly()
      .prefault({}),
    audit: z
      .strictObject({
        /** Globs over the ARNs of the principals that deploy: their calls inside an update's window are deployments. */
        deployPrincipals: globs.default([]),
      })
      .readonly()
      .prefault({}),
    rules: rulesSchema.default([]),
    ledger: z
      .strictObject({
        /** Folder for the masking key and the open-drift files, relative to the config file. */
        folder: z.string().min(1).default(".whodrift"),
      })
      .readonly()
      .prefault({}),
  })
  .readonly();

export type Config = z.infer<typeof configSchema>;
