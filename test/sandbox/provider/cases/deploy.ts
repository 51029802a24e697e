import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import type { Sandbox } from "../..";
import { credentialsOf, through } from "../../aws";
import { openServices, type Services } from "../../services";
import type { TypeCase } from "./case";

export interface Stage {
  /** One stack with every case, not deployed yet. */
  readonly stack: Stack;
  /** Who changes things behind its back, with the AWS CLI. */
  readonly bob: Services;
}

export async function setStage(sandbox: Sandbox, cases: readonly TypeCase[]): Promise<Stage> {
  const { endpoint, region, people } = sandbox.aws;
  const bob = openServices(
    (service) => Promise.resolve({ endpoint, region, credentials: credentialsOf(people.bob), maxAttempts: 1, ...(service === "s3" ? { forcePathStyle: true } : {}) }),
    [through({ via: "cli", sourceIp: "203.0.113.20" })],
  );
  for (const { prepare } of cases) await prepare?.(bob);
  const program = (): Promise<void> => {
    for (const { declare, name } of cases) declare(name);
    return Promise.resolve();
  };
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", projectName: "types", program }, { pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") });
  await stack.setConfig("aws:s3UsePathStyle", { value: "true" });
  return { stack, bob };
}
