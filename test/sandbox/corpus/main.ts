import { mkdir, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { startSandbox } from "..";
import { credentialsOf } from "../aws";
import { openServices } from "../services";
import { checkout } from "../toolchain/checkout";
import { nights } from "./nights";
import { record, type Recording } from "./record";
import { sanitise } from "./sanitise";
import { troubles } from "./troubles";

const STREAMS = path.join(checkout, "test", "fixtures", "streams");

/** `node dist/test/sandbox/corpus/main.js [CASE]…` records the streams of the corpus anew, all or those that are named. */
async function recordCorpus(names: readonly string[]): Promise<void> {
  const cases = [...nights, ...troubles].filter(({ name }) => names.length === 0 || names.includes(name));
  const sandbox = await startSandbox();
  try {
    const { endpoint, region, people } = sandbox.aws;
    const services = openServices((service) =>
      Promise.resolve({ endpoint, region, credentials: credentialsOf(people.bob), maxAttempts: 1, ...(service === "s3" ? { forcePathStyle: true } : {}) }));
    for (const one of cases) {
      process.stderr.write(`${one.name}\n`);
      await write(one.name, await record(one, sandbox, services), sandbox.dir);
    }
  } finally {
    await sandbox.stop();
  }
}

async function write(name: string, { events, ...state }: Recording, dir: string): Promise<void> {
  const places = { "/sandbox": dir, "/checkout": checkout, "/tmp": tmpdir(), "/home": homedir() };
  const [told = "", ...lines] = sanitise([JSON.stringify(state, withoutStack), ...events.map((event) => JSON.stringify(event))], places);
  const folder = path.join(STREAMS, name);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "state.json"), `${JSON.stringify(JSON.parse(told), undefined, 1)}\n`);
  await writeFile(path.join(folder, "events.ndjson"), lines.map((line) => `${line}\n`).join(""));
}

/** Pulumi notes which lines of which packages led to a resource; nothing reads it, and it is most of a state. */
function withoutStack(name: string, value: unknown): unknown {
  return name === "stackTrace" ? undefined : value;
}

void recordCorpus(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
