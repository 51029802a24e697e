import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stateResourceSchema } from "../../../automation/estate/deployment";
import { openLedger, openLedgerStore, readLastOpenDrift, writeOpenDrift, type Ledger } from "../../../automation/ledger";
import { NOTHING_ALLOWED } from "../../../automation/remediate/allowances";
import { carryOut } from "../../../automation/remediate/carryOut";
import type { Hands } from "../../../automation/remediate/hands";
import { planRemediation } from "../../../automation/remediate/planRemediation";
import type { Target } from "../../../automation/remediate/remediationReport";
import { lastSteps, NO_STEPS } from "../../../automation/remediate/stepsOf";
import type { LedgerBody, OpenDrift } from "../../../policypack/model";
import { entryWith, openDriftWith, URN } from "../../policypack/drifts";

const STACK = "acme/orders/prod";
const NOW = new Date("2026-03-02T08:00:00Z");
const by = { name: "erin", principal: "arn:aws:iam::111111111111:user/erin", basis: "sts" } as const;
const TYPE = "aws:sqs/queue:Queue";

/** A cloud, a state and a program of one queue, whose timeout somebody set to 300. */
class World {
  cloud = 300;
  state = 30;
  writes: string[] = [];
  program = 30;
  dies: "before" | "after" | undefined;
  /** Somebody's update runs. */
  isLocked = false;

  /** Digests as the scan made them: of 300 it is v-1. */
  hands(): Hands {
    const resources = () => [stateResourceSchema.parse({ urn: URN, type: TYPE, inputs: { visibilityTimeoutSeconds: this.state } })];
    const open = () => new Map(this.cloud === this.state ? [] : [["f-1", { path: "visibilityTimeoutSeconds", valueDigest: this.cloud === 300 ? "v-1" : `v-${this.cloud}` }]]);
    const write = (what: string, work: () => void) => {
      if (this.dies === "before") throw new Killed();
      this.writes.push(what);
      work();
      if (this.dies === "after") throw new Killed();
      return Promise.resolve(undefined);
    };
    return {
      look: () => this.isLocked ? Promise.resolve({ problem: "an update is running" }) : Promise.resolve({ resources: resources(), open: open() }),
      preview: () =>
        Promise.resolve({
          steps: [{ op: "update", urn: URN, type: TYPE, before: { inputs: { visibilityTimeoutSeconds: this.cloud }, outputs: {} }, planned: { visibilityTimeoutSeconds: this.program } }],
          refreshed: new Set([URN]),
          violations: [],
        }),
      update: () => write("update", () => ([this.cloud, this.state] = [this.program, this.program])),
      refresh: () => write("refresh", () => (this.state = this.cloud)),
      recorded: () => Promise.resolve(resources()),
    };
  }
}

class Killed extends Error {
  override readonly name = "Killed";
}

describe("carryOut", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function begin(action: Target["action"]): OpenDrift {
    const entry = entryWith({ decision: { action, by: { rule: "r" } } });
    const openDrift = openDriftWith(action === "adopt" ? [] : [entry], { generatedAt: "2026-03-02T02:00:00.000Z", expiresAt: "2026-03-03T14:00:00.000Z" });
    return { ...openDrift, adoptions: action === "adopt" ? [entry] : [] };
  }

  function ledgerIn(root: string): Ledger {
    return openLedger(openLedgerStore(root, { folder: root, env: {} }), { pause: () => Promise.resolve() });
  }

  /** One run of the program: plans by the file that lies there, and carries it out. */
  async function remediate(world: World, root: string, fault: (ledger: Ledger) => Pick<Ledger, "append" | "standing" | "store" | "signer"> = (ledger) => ledger) {
    const ledger = ledgerIn(root);
    const read = await readLastOpenDrift(ledger.store, STACK);
    assert.ok(read.outcome === "read");
    const steps = (await lastSteps(ledger.entries())).get(STACK) ?? NO_STEPS;
    const [target] = planRemediation({ steps, openDrift: read.openDrift, resources: (await world.hands().recorded()) ?? [], open: [], allowed: NOTHING_ALLOWED, now: NOW }).targets;
    if (target === undefined) return undefined;
    return carryOut(target, { stack: STACK, generatedAt: read.openDrift.generatedAt, run: "run-1", by, allowed: NOTHING_ALLOWED, ledger: fault(ledger), hands: world.hands(), steps, now: () => NOW, signal: new AbortController().signal });
  }

  async function told(root: string): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { body } of ledgerIn(root).entries()) found.push(tell(body));
    return found;
  }

  function tell(body: LedgerBody): string {
    if (body.kind === "remediation") return `${body.step.action} ${body.step.status}`;
    return body.kind === "decision" ? `decided ${body.decision.action}` : body.kind;
  }

  async function end(world: World, root: string) {
    const ledger = ledgerIn(root);
    const read = await readLastOpenDrift(ledger.store, STACK);
    assert.ok(read.outcome === "read");
    const { entries, adoptions } = read.openDrift;
    return { cloud: world.cloud, state: world.state, writes: world.writes, entries: entries.length, adoptions: adoptions.map(({ recordedInputsDigest }) => recordedInputsDigest), ledger: await told(root) };
  }

  const EXPECTED = {
    revert: { cloud: 30, writes: ["update"], ledger: ["release done", "revert started", "revert done"] },
    adopt: { cloud: 300, writes: ["refresh"], ledger: ["adopt started", "decided adopt", "adopt done"] },
  } as const;

  for (const action of ["revert", "adopt"] as const) {
    it(`carries out a decision to ${action} once, with each step in the ledger, and tells up`, async () => {
      const world = new World();
      await writeOpenDrift(ledgerIn(folder), begin(action));
      assert.deepEqual(await remediate(world, folder), { end: "done" });
      const { cloud, writes, ledger, entries, adoptions } = await end(world, folder);
      assert.deepEqual({ cloud, writes, ledger }, EXPECTED[action]);
      assert.deepEqual([entries, adoptions.length], [0, action === "adopt" ? 1 : 0]);
      await remediate(world, folder);
      assert.deepEqual((await end(world, folder)).writes, EXPECTED[action].writes);
    });

    it(`interrupted at every step, given ${action}, and run again, ends in the same state, and does nothing twice`, async () => {
      const whole = new World();
      await writeOpenDrift(ledgerIn(join(folder, "whole")), begin(action));
      await remediate(whole, join(folder, "whole"));
      const expected = await end(whole, join(folder, "whole"));
      const faults = faultsOf(expected.ledger.length);
      for (const [name, dies, fault] of faults) {
        const root = join(folder, name);
        const world = new World();
        await writeOpenDrift(ledgerIn(root), begin(action));
        world.dies = dies;
        await assert.rejects(remediate(world, root, fault), Killed, name);
        world.dies = undefined;
        await remediate(world, root);
        assert.deepEqual(await end(world, root), expected, name);
      }
    });
  }

  type Fault = readonly [name: string, dies: World["dies"], fault: ((ledger: Ledger) => Ledger) | undefined];

  /** Killed before and after each entry, before the open-drift file, and around the write itself. */
  function faultsOf(entries: number): readonly Fault[] {
    const appends = Array.from({ length: entries }, (_, index) => index + 1).flatMap((n): readonly Fault[] => [
      [`before-${n}`, undefined, (ledger) => dyingAt(ledger, n, "before")],
      [`after-${n}`, undefined, (ledger) => dyingAt(ledger, n, "after")],
    ]);
    const file: Fault = ["before-file", undefined, (ledger) => ({ ...ledger, store: { ...ledger.store, read: (key) => ledger.store.read(key), replace: () => Promise.reject(new Killed()) } })];
    return [...appends, file, ["before-write", "before", undefined], ["after-write", "after", undefined]];
  }

  function dyingAt(ledger: Ledger, n: number, when: "before" | "after"): Ledger {
    let count = 0;
    return {
      ...ledger,
      append: async (body, at) => {
        count += 1;
        if (count === n && when === "before") throw new Killed();
        const entry = await ledger.append(body, at);
        if (count === n) throw new Killed();
        return entry;
      },
    };
  }

  it("stops where the value is another one by now, and writes nothing but that", async () => {
    const world = new World();
    world.cloud = 200;
    await writeOpenDrift(ledgerIn(folder), begin("revert"));
    assert.equal((await remediate(world, folder))?.end, "stopped");
    assert.deepEqual([world.writes, await told(folder)], [[], ["revert stopped"]]);
  });

  it("stops where somebody else has put it back, and does not take that for its own work", async () => {
    const world = new World();
    world.cloud = 30;
    await writeOpenDrift(ledgerIn(folder), begin("revert"));
    assert.match((await remediate(world, folder))?.reason ?? "", /not by this tool/);
    assert.deepEqual(await told(folder), ["revert stopped"]);
  });

  it("stops where the program has another value, with its release in the ledger and nothing begun", async () => {
    const world = new World();
    world.program = 45;
    await writeOpenDrift(ledgerIn(folder), begin("revert"));
    assert.match((await remediate(world, folder))?.reason ?? "", /code waits to be deployed/);
    assert.deepEqual([world.writes, await told(folder)], [[], ["release done", "revert stopped"]]);
  });

  it("begun, killed, and run again while the update still runs, does not say that it stopped, and ends it later", async () => {
    const world = new World();
    await writeOpenDrift(ledgerIn(folder), begin("revert"));
    world.dies = "after";
    await assert.rejects(remediate(world, folder), Killed);
    Object.assign(world, { dies: undefined, isLocked: true });
    assert.match((await remediate(world, folder))?.reason ?? "", /not known[^]*an update is running/);
    assert.deepEqual(await told(folder), ["release done", "revert started"]);
    world.isLocked = false;
    assert.deepEqual(await remediate(world, folder), { end: "done" });
    assert.deepEqual([world.writes, await told(folder)], [["update"], ["release done", "revert started", "revert done"]]);
  });

  it("does nothing that the ledger does not know of", async () => {
    const world = new World();
    await writeOpenDrift(ledgerIn(folder), begin("revert"));
    await assert.rejects(remediate(world, folder, (ledger) => ({ ...ledger, append: () => Promise.reject(new Killed()) })), Killed);
    assert.deepEqual(world.writes, []);
  });
});
