import { z } from "zod";
import { jsonObjectSchema, jsonSchema } from "../../policypack/model";

/**
 * The parts of a deployment (`pulumi stack export`, version 3) that whodrift reads. Everything else is kept
 * as it is, because a copy of the whole is what gets refreshed.
 * Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go
 */
export const stateResourceSchema = z
  .looseObject({
    urn: z.string(),
    type: z.string(),
    custom: z.boolean().optional(),
    id: z.string().optional(),
    inputs: jsonObjectSchema.default({}),
    outputs: jsonObjectSchema.default({}),
    parent: z.string().optional(),
    /** `urn::id` of the provider resource. */
    provider: z.string().optional(),
    protect: z.boolean().optional(),
    external: z.boolean().optional(),
    /** True while a replaced resource waits to be deleted. */
    delete: z.boolean().optional(),
    /** True where a replacement deleted the resource and did not get to create the new one. */
    pendingReplacement: z.boolean().optional(),
    additionalSecretOutputs: z.array(z.string()).optional(),
    ignoreChanges: z.array(z.string()).optional(),
    /** `project:///index.ts#12,3` */
    sourcePosition: z.string().optional(),
    created: z.string().optional(),
    modified: z.string().optional(),
  })
  .readonly();
export type StateResource = z.infer<typeof stateResourceSchema>;

export const deploymentSchema = z
  .looseObject({
    manifest: z.looseObject({ time: z.string(), version: z.string().optional() }).optional(),
    secrets_providers: z.looseObject({ type: z.string(), state: jsonSchema.optional() }).optional(),
    resources: z.array(stateResourceSchema).readonly().default([]),
    pending_operations: z.array(z.looseObject({ type: z.string(), resource: stateResourceSchema })).optional(),
  })
  .readonly();
export type Deployment = z.infer<typeof deploymentSchema>;
