import { cp, mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { LocalWorkspace, type Stack, type UpOptions } from "@pulumi/pulumi/automation";
import type { Sandbox } from "..";
import { checkout } from "../toolchain/checkout";
import { platform } from "./platform/program";

/** The password that the program sets; must never be seen in anything that is written. */
export const deployedPassword = "canary-deployed-2b81d0ee";

/** Deploys the estate's three stacks with the deploy role, and returns them by name. */
export async function deployEstate(sandbox: Sandbox, options: UpOptions = {}): Promise<Readonly<Record<string, Stack>>> {
  const program = await copyProgram(sandbox, "shop");
  const [prod, staging, jobs] = await Promise.all([
    shopStack(sandbox, program, "prod"),
    shopStack(sandbox, program, "staging"),
    platformStack(sandbox),
  ]);
  // Each is waited for, also where another has failed: none may write into a folder that was cleared away.
  const updates = await Promise.allSettled([prod, staging, jobs].map((stack) => stack.up(options)));
  const failed = updates.find((update) => update.status === "rejected");
  if (failed) throw failed.reason;
  // A trail's times have no fractions: of a call in the second of the deployment nobody can tell which came first.
  await wait(1_000 - (Date.now() % 1_000));
  return { "organization/shop/prod": prod, "organization/shop/staging": staging, "organization/platform/prod": jobs };
}

async function shopStack(sandbox: Sandbox, workDir: string, stackName: string): Promise<Stack> {
  const stack = await LocalWorkspace.createOrSelectStack({ stackName, workDir }, { pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") });
  await stack.setConfig("shop:dbPassword", { value: deployedPassword, secret: true });
  return stack;
}

async function platformStack(sandbox: Sandbox): Promise<Stack> {
  const workDir = path.join(sandbox.dir, "programs", "platform");
  await mkdir(workDir, { recursive: true });
  return LocalWorkspace.createOrSelectStack(
    { stackName: "prod", projectName: "platform", program: platform },
    { workDir, pulumiCommand: sandbox.pulumi, envVars: sandbox.env("deploy") },
  );
}

/** Programs are run from a copy, so that stack settings are not written into the sources. */
async function copyProgram(sandbox: Sandbox, name: string): Promise<string> {
  const copy = path.join(sandbox.dir, "programs", name);
  await cp(path.join(checkout, "test", "sandbox", "estate", name), copy, { recursive: true });
  await symlink(path.join(checkout, "node_modules"), path.join(sandbox.dir, "programs", "node_modules"), "junction");
  return copy;
}
