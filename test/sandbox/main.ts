import { startSandbox } from ".";
import { deployEstate } from "./estate/deploy";

/** `npm run sandbox`: an AWS with a trail and a deployed estate to make trouble in, until Ctrl-C. */
async function play(): Promise<void> {
  const sandbox = await startSandbox((line) => {
    console.error(line);
  });
  const ended = new Promise<void>((resolve) => {
    // Not `once`: libraries that clean up on exit end the process where nobody else listens.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => { resolve(); });
  });
  try {
    console.error("deploying the estate");
    await Promise.race([deployEstate(sandbox), ended]);
    const inherited = new Set(Object.keys(process.env));
    const common = Object.entries(sandbox.env("bob")).filter(([name]) => name === "PATH" || !inherited.has(name));
    console.log("# The backend and the endpoint, and bob's credentials: paste this into another terminal.");
    for (const [name, value] of common) console.log(`export ${name}=${quote(value)}`);
    const { alice, bob, ci, deploy, mallory } = sandbox.aws.people;
    const [, ...further] = sandbox.aws.accounts;
    for (const person of [alice, bob, ci, deploy, mallory, ...further.map(({ administrator }) => administrator)]) {
      console.log(`\n# ${person.name}: ${person.arn}`);
      console.log(`export AWS_ACCESS_KEY_ID=${quote(person.accessKeyId)} AWS_SECRET_ACCESS_KEY=${quote(person.secretAccessKey)} AWS_SESSION_TOKEN=${quote(person.sessionToken ?? "")}`);
    }
    console.error("\nrunning until Ctrl-C");
    await ended;
  } finally {
    await sandbox.stop();
  }
}

function quote(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

play().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
