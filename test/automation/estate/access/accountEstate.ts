import { mkdir } from "node:fs/promises";
import path from "node:path";
import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import * as aws from "@pulumi/aws";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { startSandbox, type Sandbox } from "../../../sandbox";
import { credentialsOf, type Person } from "../../../sandbox/aws";

export const HOME = "111122223333";
export const OTHER = "444455556666";
/** It has no scan role. */
export const ROLELESS = "777788889999";
/** Its scan role does not trust the scanner. */
export const DISTRUSTFUL = "222233334444";
/** No rule speaks of it. */
export const UNKNOWN = "555566667777";

export const EXTERNAL_ID = "acme-nightly";
/** Of one stack; that of the others is the sandbox's. */
export const HOME_PASSPHRASE = "canary-home-passphrase";

export interface AccountEstate extends Sandbox {
  /** May assume scan roles, and nothing else. */
  readonly scanner: Person;
}

/** Stacks in five accounts. What their states have of credentials must not be used, but for `estate/sandbox`. */
export async function startAccountEstate(): Promise<AccountEstate> {
  const sandbox = await startSandbox(undefined, { accounts: [OTHER, ROLELESS, DISTRUSTFUL, UNKNOWN] });
  try {
    const scanner = await hireScanner(sandbox);
    const trusting = (principal: string, externalId?: string) => ({ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole", ...(externalId !== undefined && { Condition: { StringEquals: { "sts:ExternalId": externalId } } }) });
    await makeScanRole(sandbox, HOME, trusting(scanner.arn));
    await makeScanRole(sandbox, OTHER, trusting(`arn:aws:iam::${HOME}:root`, EXTERNAL_ID));
    await makeScanRole(sandbox, DISTRUSTFUL, trusting(administratorOf(sandbox, HOME).arn));
    await deployStack(sandbox, "home", HOME, () => { queue("jobs"); }, { PULUMI_CONFIG_PASSPHRASE: HOME_PASSPHRASE });
    for (const [stack, account] of [["other", OTHER], ["roleless", ROLELESS], ["distrustful", DISTRUSTFUL], ["refused", UNKNOWN], ["sandbox", UNKNOWN]] as const) {
      await deployStack(sandbox, stack, HOME, () => { queue(stack, { provider: keysOf(sandbox, account) }); });
    }
    await deployStack(sandbox, "mixed", HOME, () => {
      queue("mixed");
      queue("beyond", { provider: keysOf(sandbox, UNKNOWN) });
    });
    return { ...sandbox, scanner };
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

export function administratorOf({ aws: { accounts } }: Sandbox, account: string): Person {
  const found = accounts.find(({ accountId }) => accountId === account);
  if (found === undefined) throw new Error(`the sandbox has no account ${account}`);
  return found.administrator;
}

function queue(name: string, options?: { readonly provider: aws.Provider }): void {
  new aws.sqs.Queue(name, { name }, options);
}

/** A provider whose keys stand in the state, encrypted and in the open. */
function keysOf(sandbox: Sandbox, account: string): aws.Provider {
  const { accessKeyId, secretAccessKey } = administratorOf(sandbox, account);
  return new aws.Provider("keys", { region: "eu-central-1", accessKey: accessKeyId, secretKey: secretAccessKey });
}

async function deployStack(sandbox: Sandbox, stackName: string, account: string, declare: () => void, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const workDir = path.join(sandbox.dir, "programs", stackName);
  await mkdir(workDir, { recursive: true });
  const program = () => {
    declare();
    return Promise.resolve();
  };
  const envVars = { ...sandbox.env(administratorOf(sandbox, account)), ...env };
  const stack = await LocalWorkspace.createOrSelectStack({ stackName, projectName: "estate", program }, { workDir, pulumiCommand: sandbox.pulumi, envVars });
  await stack.up();
}

function iamOf({ aws: { endpoint, region } }: Sandbox, by: Person): IAMClient {
  return new IAMClient({ endpoint, region, credentials: credentialsOf(by) });
}

async function hireScanner(sandbox: Sandbox): Promise<Person> {
  const iam = iamOf(sandbox, administratorOf(sandbox, HOME));
  await iam.send(new CreateUserCommand({ UserName: "scanner" }));
  const may = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/whodrift-scan" }] };
  await iam.send(new PutUserPolicyCommand({ UserName: "scanner", PolicyName: "assume", PolicyDocument: JSON.stringify(may) }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "scanner" }));
  return { name: "scanner", accountId: HOME, accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "", arn: `arn:aws:iam::${HOME}:user/scanner` };
}

async function makeScanRole(sandbox: Sandbox, account: string, trust: object): Promise<void> {
  const iam = iamOf(sandbox, administratorOf(sandbox, account));
  await iam.send(new CreateRoleCommand({ RoleName: "whodrift-scan", AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }) }));
  const reading = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: ["sqs:Get*", "sqs:List*"], Resource: "*" }] };
  await iam.send(new PutRolePolicyCommand({ RoleName: "whodrift-scan", PolicyName: "read", PolicyDocument: JSON.stringify(reading) }));
}
