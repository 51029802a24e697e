import { z } from "zod";
import { deploymentSchema, type Deployment } from "../../../automation/estate/deployment";
import { jsonSchema } from "../../../policypack/model";
import { seal } from "./seal";

/** A stack as Pulumi Cloud has it. Times of updates are seconds since 1970; the newest update is the first. */
export interface CloudStack {
  readonly org: string;
  readonly project: string;
  readonly stack: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly deployment: Deployment;
  readonly updates: readonly { readonly kind: string; readonly startTime: number; readonly endTime: number; readonly result: string }[];
}

const exportSchema = z.object({ deployment: deploymentSchema });

/**
 * The stack that the Cloud would have, had the deployment been made there: its secrets sealed by the Cloud, and the
 * Cloud named as their provider.
 * @param exported what `pulumi stack export --show-secrets` printed
 */
export function cloudStack(url: string, exported: string, { org, project, stack, tags = {}, updates }: Pick<CloudStack, "org" | "project" | "stack" | "updates"> & Partial<Pick<CloudStack, "tags">>): CloudStack {
  const sealed: unknown = JSON.parse(exported, (_, value: unknown) => {
    const secret = secretSchema.safeParse(value);
    return secret.success ? { [SECRET]: secret.data[SECRET], ciphertext: seal(secret.data.plaintext) } : value;
  });
  const { deployment } = exportSchema.parse(sealed);
  const state = { url, owner: org, project, stack };
  return { org, project, stack, tags, updates, deployment: { ...deployment, secrets_providers: { type: "service", state: jsonSchema.parse(state) } } };
}

// https://github.com/pulumi/pulumi/blob/v3.274.1/sdk/go/common/resource/sig/sig.go
const SECRET = "4dabf18193072939515e22adb298388d";
const secretSchema = z.object({ [SECRET]: z.literal("1b47061264138c4ac30d75fd1eb44270"), plaintext: z.string() });
