import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import pLimit from "p-limit";
import type { Sandbox } from "..";
import { configure } from "../provider/provider";
import { typeOf } from "../provider/types";
import { cloneCheckpoint, cloneUpdate, type Deployed, type Made } from "./checkpoint";
import { planStack, type Planned } from "./kinds";
import { nameStacks, type StackName } from "./names";
import { newRandom } from "./random";
import { openSeal } from "./seal";
import { deployTemplate } from "./template";

export interface BuildOptions {
  readonly stacks: number;
  /** Of each stack. */
  readonly resources: number;
  readonly seed: string;
  /** What the trail takes for the time. */
  readonly clock?: () => Date;
  readonly onStack?: (built: number) => void;
  readonly signal?: AbortSignal;
}

/** More at once only wait for the emulator. */
const STACKS_AT_ONCE = 8;

/**
 * Builds an estate without an `up` for each stack: every resource is made by the provider's own code with the deploy
 * role, so that the trail has it, and the stack is written straight into the backend, modelled on one that the real
 * engine deployed.
 */
export async function buildEstate(sandbox: Sandbox, options: BuildOptions): Promise<readonly Deployed[]> {
  const { clock = () => new Date(), onStack = () => undefined, signal } = options;
  const random = newRandom(options.seed);
  const plans = nameStacks(options.stacks, random).map((stack) => ({ stack, plan: planStack(stack, options.resources, random) }));
  const template = await deployTemplate(sandbox, signal);
  const environment = sandbox.env("deploy");
  const seal = await openSeal(environment["PULUMI_CONFIG_PASSPHRASE"] ?? "", template.checkpoint.checkpoint.latest.secrets_providers.state.salt);
  const make = await openMaker(sandbox);
  const backend = path.join(sandbox.dir, "state", ".pulumi");
  await writeInto(path.join(backend, "meta.yaml"), template.meta);

  let built = 0;
  const limit = pLimit(STACKS_AT_ONCE);
  return limit.map(plans, async ({ stack, plan }) => {
    const from = clock();
    const resources: Made[] = [];
    for (const planned of plan) {
      signal?.throwIfAborted();
      resources.push({ ...(await make(planned)), at: clock() });
    }
    const deployed = { ...stack, resources, from, to: clock() };
    const checkpoint = JSON.stringify(cloneCheckpoint(template, deployed, seal, randomUUID()));
    // The CLI's names have nanoseconds.
    const history = path.join(backend, "history", stack.project, stack.stack, `${stack.stack}-${deployed.to.getTime()}000000`);
    await Promise.all([
      writeInto(path.join(backend, "stacks", stack.project, `${stack.stack}.json`), checkpoint),
      writeInto(`${history}.checkpoint.json`, checkpoint),
      writeInto(`${history}.history.json`, JSON.stringify(cloneUpdate(template, deployed))),
    ]);
    onStack(++built);
    return deployed;
  });
}

type Make = (planned: Planned) => Promise<Omit<Made, "at">>;

async function openMaker({ aws }: Sandbox): Promise<Make> {
  const { accessKeyId, secretAccessKey, sessionToken = "" } = aws.people.deploy;
  const provider = await configure({
    region: aws.region,
    accessKey: accessKeyId, secretKey: secretAccessKey, token: sessionToken,
    endpoints: [Object.fromEntries(["ec2", "iam", "s3", "sqs", "ssm", "sts"].map((service) => [service, aws.endpoint]))],
    s3UsePathStyle: true,
  });
  return async ({ kind, place }) => {
    const type = typeOf(kind.token);
    const inputs = provider.check(type, { name: place.name, news: kind.inputsOf(place), olds: {}, seed: randomBytes(32) });
    const { id, outputs } = await provider.create(type, inputs);
    return { kind, place, id, inputs, outputs };
  };
}

async function writeInto(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

export function nameOf({ project, stack }: StackName): string {
  return `organization/${project}/${stack}`;
}
