import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inputsDigest } from "../../policypack/model";
import { entryWith, openDriftWith } from "../policypack/drifts";
import { succeed } from "../sandbox/run";
import { checkout } from "../sandbox/toolchain/checkout";
import { ensurePulumi } from "../sandbox/toolchain/pulumi";
import { writeSandboxBin } from "../sandbox/toolchain/sandboxBin";
import { measure } from "./measure";
import { sumUpPack, type PackRound } from "./packOutcome";
import { generateResources, stateOf, type GeneratedResource } from "./packStates";
import { spread } from "./statistics";

export interface PackBench {
  readonly resources: number;
  readonly rounds: number;
  /** Whether the last line is the outcome as JSON. */
  readonly json?: true;
}

/** A scan of a bad night leaves as many. */
const HELD_ONE_IN = 20;

/** What one run is about. */
interface Side {
  readonly pack: "empty" | "whodrift";
  readonly state: "one" | "many";
}

const SIDES: readonly Side[] = [
  { pack: "empty", state: "one" },
  { pack: "whodrift", state: "one" },
  { pack: "empty", state: "many" },
  { pack: "whodrift", state: "many" },
];

/** Measures what the pack adds to a run of the CLI, against a pack without policies: at its start, and by resource. */
export async function benchPack({ resources: count, rounds, json }: PackBench): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "whodrift-bench-"));
  try {
    const analyze = await prepare(folder, generateResources(count));
    console.error("warming up");
    for (const side of SIDES) await analyze(side);
    const measured: PackRound[] = [];
    while (measured.length < rounds) {
      measured.push(await measureRound(measured.length, analyze));
      console.error(`round ${measured.length}/${rounds}`);
    }
    const outcome = sumUpPack(measured, count);
    console.log(`pulumi policy analyze, ${measured.length} rounds (least to most)`);
    console.log(`  1 resource:      empty pack ${ms(outcome.emptyMs)}, whodrift ${ms(outcome.whodriftMs)}: ${ms(outcome.startMs)} more (${spread(measured.map(({ one }) => one.whodrift - one.empty), ms)})`);
    console.log(`  ${count} resources: ${outcome.msPerResource.toFixed(3)} ms more for each`);
    if (json) console.log(JSON.stringify({ ...outcome, resources: count, rounds }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each side goes first every other time, so that none profits from what another leaves in a cache. */
async function measureRound(index: number, analyze: (side: Side) => Promise<void>): Promise<PackRound> {
  const round = { one: { empty: 0, whodrift: 0 }, many: { empty: 0, whodrift: 0 } };
  for (const side of index % 2 === 0 ? SIDES : SIDES.toReversed()) {
    round[side.state][side.pack] = (await measure(() => analyze(side))) * 1000;
  }
  return round;
}

/** @returns a whole run of the CLI, which fails where the pack does or where it has something against the resources */
async function prepare(folder: string, resources: readonly GeneratedResource[]): Promise<(side: Side) => Promise<void>> {
  await symlink(path.join(checkout, "node_modules"), path.join(folder, "node_modules"), "junction");
  await cp(path.join(checkout, "policypack"), path.join(folder, "whodrift"), { recursive: true, filter: (file) => !file.endsWith("node_modules") });
  await mkdir(path.join(folder, "empty"));
  await writeFile(path.join(folder, "empty", "package.json"), JSON.stringify({ name: "empty", version: "0.1.0", main: "index.js" }));
  await writeFile(path.join(folder, "empty", "PulumiPolicy.yaml"), "name: empty\nruntime: { name: nodejs, options: { typescript: false } }\n");
  await writeFile(path.join(folder, "empty", "index.js"), 'new (require("@pulumi/policy").PolicyPack)("empty", { policies: [] });\n');
  await writeFile(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  await writeState(folder, "one", resources.slice(0, 1));
  await writeState(folder, "many", resources);

  const { command } = await ensurePulumi((line) => { console.error(line); });
  const bin = await writeSandboxBin(path.join(folder, "bin"), { node: process.execPath, pulumi: command });
  const env = {
    PATH: [bin, path.dirname(command), process.env["PATH"] ?? ""].join(path.delimiter),
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  return async ({ pack, state }) => {
    await succeed(command, ["policy", "analyze", "--non-interactive", "--file", path.join(folder, `${state}.json`), "--policy-pack", path.join(folder, pack)], {
      cwd: folder,
      env: { ...env, WHODRIFT_OPEN_DRIFT: path.join(folder, `${state}-open-drift.json`) },
    });
  };
}

/** A held change of a resource that is in no state would be a deletion: each state has a file of its own. */
async function writeState(folder: string, state: Side["state"], resources: readonly GeneratedResource[]): Promise<void> {
  await writeFile(path.join(folder, `${state}.json`), stateOf(resources));
  const held = resources.filter((_, index) => index % HELD_ONE_IN === 0);
  const entries = held.map(({ urn, type, inputs }) => entryWith({ urn, type, path: "tags.note", recordedInputsDigest: inputsDigest(inputs) }));
  await writeFile(path.join(folder, `${state}-open-drift.json`), JSON.stringify(openDriftWith(entries, { stack: "organization/shop/prod", expiresAt: "2999-01-01T00:00:00Z" })));
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}
