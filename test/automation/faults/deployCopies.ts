import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { GetQueueUrlCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import * as aws from "@pulumi/aws";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { Sandbox } from "../../sandbox";
import { clientsOf } from "../../sandbox/estate/clients";

/** Of project `faults`, in the order in which they are scanned. */
export const STACKS = ["a", "b", "c", "d", "e", "f"];

/**
 * Deploys one stack of three queues and a topic, gives it a change by hand, and models the others on its checkpoint:
 * all of them look at the same things, which only reads have to tell apart.
 */
export async function deployCopies(sandbox: Sandbox): Promise<void> {
  const workDir = path.join(sandbox.dir, "programs", "faults");
  await mkdir(workDir, { recursive: true });
  const stack = await LocalWorkspace.createOrSelectStack({ stackName: "a", projectName: "faults", program }, { workDir, pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") });
  await stack.up();
  const folder = path.join(sandbox.dir, "state", ".pulumi", "stacks", "faults");
  const deployed = await readFile(path.join(folder, "a.json"), "utf8");
  for (const name of STACKS.slice(1)) {
    const copy = deployed.replaceAll("urn:pulumi:a::", `urn:pulumi:${name}::`).replaceAll("organization/faults/a", `organization/faults/${name}`);
    await writeFile(path.join(folder, `${name}.json`), copy);
  }
  await wait(1_000 - (Date.now() % 1_000));
  const { sqs } = clientsOf(sandbox.aws, "bob");
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "faults-one" }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "99" } }));
}

function program(): Promise<void> {
  for (const name of ["one", "two", "three"]) new aws.sqs.Queue(name, { name: `faults-${name}`, visibilityTimeoutSeconds: 30 });
  new aws.sns.Topic("topic", { name: "faults-topic" });
  return Promise.resolve();
}
