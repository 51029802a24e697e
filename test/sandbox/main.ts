import { CommanderError } from "commander";
import { startSandbox, type Sandbox } from ".";
import { assign } from "./assign";
import { deployEstate } from "./estate/deploy";
import { generateNoise, loadSandbox, newClock, type Clock } from "./load";
import { BAD_USAGE, parsePlayOptions, type PlayOptions } from "./playOptions";

const HOUR_MS = 3_600_000;

/** The most that AWS gives: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const SESSION_SECONDS = 43_200;

const interrupt = new AbortController();

/** `npm run sandbox`: an AWS with a trail and an estate to make trouble in, until Ctrl-C. */
async function play(options: PlayOptions): Promise<void> {
  const clock = newClock();
  if (options.stacks !== undefined) clock.putTo(new Date(Date.now() - options.hours * HOUR_MS));
  const sandbox = await startSandbox(tell, { clock: clock.now, lookupDelayMs: options.lookupDelay * 1000, sessionSeconds: SESSION_SECONDS });
  // Whatever still waits for an answer of AWS then fails at once.
  interrupt.signal.addEventListener("abort", () => void sandbox.aws.stop());
  try {
    interrupt.signal.throwIfAborted();
    await fill(sandbox, clock, options);
    interrupt.signal.throwIfAborted();
    printExports(sandbox);
    tell("\nrunning until Ctrl-C");
    await new Promise((resolve) => { interrupt.signal.addEventListener("abort", resolve); });
  } finally {
    await sandbox.stop();
  }
}

async function fill(sandbox: Sandbox, clock: Clock, options: PlayOptions): Promise<void> {
  const { stacks, noise: perHour, hours, seed } = options;
  const { signal } = interrupt;
  if (stacks !== undefined) {
    await loadSandbox(sandbox, clock, { ...options, stacks, log: tell, signal });
    return;
  }
  tell("deploying the estate");
  await deployEstate(sandbox, { signal });
  const { accountId, region } = sandbox.aws;
  const from = new Date(Date.now() - hours * HOUR_MS);
  sandbox.aws.addRecords(generateNoise({ seed, from, hours, perHour, accountId, region }));
}

function printExports(sandbox: Sandbox): void {
  const inherited = new Set(Object.keys(process.env));
  const set = (name: string, value: string) => assign(name, value, process.env, process.platform);
  const common = Object.entries(sandbox.env("bob")).filter(([name]) => name === "PATH" || !inherited.has(name));
  console.log("# The backend and the endpoint, and bob's credentials: paste this into another terminal.");
  // https://github.com/aws/aws-cli/blob/develop/awscli/customizations/overridesslcommonname.py
  console.log("# AWS CLI 1 asks the real SQS all the same: give it --endpoint-url as well.");
  for (const [name, value] of common) console.log(set(name, value));
  const { alice, bob, ci, deploy, mallory } = sandbox.aws.people;
  const [, ...further] = sandbox.aws.accounts;
  for (const person of [alice, bob, ci, deploy, mallory, ...further.map(({ administrator }) => administrator)]) {
    console.log(`\n# ${person.name}: ${person.arn}`);
    console.log(set("AWS_ACCESS_KEY_ID", person.accessKeyId));
    console.log(set("AWS_SECRET_ACCESS_KEY", person.secretAccessKey));
    console.log(set("AWS_SESSION_TOKEN", person.sessionToken ?? ""));
  }
}

function tell(line: string): void {
  console.error(line);
}

function onInterrupt(): void {
  // Whoever asks twice does not want to wait.
  if (interrupt.signal.aborted) process.exit(130);
  tell("\nstopping the sandbox…");
  interrupt.abort();
}

async function main(): Promise<number> {
  try {
    const options = parsePlayOptions(process.argv.slice(2));
    // Not `once`: libraries that clean up on exit end the process where nobody else listens.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onInterrupt);
    await play(options);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_USAGE;
    if (interrupt.signal.aborted) return 130;
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

void main().then((status) => process.exit(status));
