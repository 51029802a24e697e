import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { startSandbox, type Sandbox } from "..";
import type { Services } from "../services";
import { lookAt } from "../workbench";
import { cases, type OutOfBandChange } from "./cases";
import { setStage } from "./cases/deploy";
import { liveOf, recordedIn } from "./cases/recorded";
import { declarationOf } from "./declaration";
import { gapsOf } from "./gaps";
import { tokens } from "./types";

/** While a case is being written: `TYPES=sqs mocha …/types.e2e.ts` takes only those whose token matches. */
const only = new RegExp(process.env["TYPES"] ?? "");
const chosen = cases.filter(({ token }) => only.test(token));
/** More changes of one resource at once, and a failure is hard to read. */
const SIDE_BY_SIDE = 4;
/** What such a call does not name, it sets back: a second one would undo the first. */
const WHOLE = new Set(["dynamodb:UpdateTable", "ecs:UpdateService", "events:PutRule", "ssm:PutParameter"]);

const turns = chosen.map(({ name, changes }) => ({ name, waves: inWaves(changes) }));
const count = Math.max(...turns.map(({ waves }) => waves.length));

describe("every type of the sandbox's AWS provider, driven by the real engine", function () {
  this.timeout(180_000);
  let sandbox: Sandbox;
  let stack: Stack;
  let bob: Services;

  before(async () => {
    sandbox = await startSandbox();
    ({ stack, bob } = await setStage(sandbox, chosen));
  });
  after(() => sandbox.stop());

  it("has a case for each type", () => {
    const covered = new Set(cases.map(({ token }) => token));
    assert.deepEqual(tokens.filter((token) => !covered.has(token)), []);
    assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length, "two cases of the same name");
  });

  it("is created, and then there is nothing to do and no drift", async () => {
    await stack.up();
    assert.deepEqual(await drifted(), {});
    const { summary } = await stack.up();
    assert.deepEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
  });

  it("has the outputs that @pulumi/aws declares, and no others", async () => {
    const resources = await recordedIn(stack);
    const faults = chosen.flatMap(({ name, token }) => {
      const { outputs } = resources.get(name) ?? assert.fail(`${name} is not in the state`);
      const [declared, gaps] = [declarationOf(token), gapsOf(token)];
      const more = Object.keys(outputs).filter((key) => !declared.outputs.has(key) && key !== "id" && !key.startsWith("__"));
      // Of two ways to give a name the state has one.
      const lacks = [...declared.always].filter((key) => !(key in outputs) && !gaps.has(key) && !/^(name|bucket)(Prefix)?$/.test(key));
      return [...more.map((key) => `${token} has no ${key}`), ...lacks.map((key) => `${token} has ${key}`)];
    });
    assert.deepEqual(faults, []);
  });

  it("has a change from outside for each declared property, or the reason why there is none", async () => {
    const resources = await recordedIn(stack);
    for (const { name, changes, fixed } of chosen) {
      const told = new Set([...changes.map(({ property }) => property), ...Object.keys(fixed), "tagsAll", "region"]);
      const { inputs } = resources.get(name) ?? assert.fail(`${name} is not in the state`);
      const defaults = z.array(z.string()).catch([]).parse(inputs["__defaults"]);
      const declared = Object.keys(inputs).filter((key) => key !== "__defaults" && !defaults.includes(key));
      assert.deepEqual(declared.filter((key) => !told.has(key)), [], name);
    }
  });

  for (let wave = 0; wave < count; wave += 1) {
    const made = turns.flatMap(({ name, waves }) => (waves[wave] ?? []).map((change) => ({ name, ...change })));
    it(`shows exactly what somebody changed, and reverts it: ${made.map(({ name, property }) => `${name}.${property}`).join(", ")}`, async () => {
      const resources = await recordedIn(stack);
      const from = sandbox.aws.records().length;
      await Promise.all(turns.map(async ({ name, waves }) => {
        for (const { make } of waves[wave] ?? []) await make(bob, liveOf(resources, name));
      }));
      const seen = await drifted();
      const recorded = new Set(sandbox.aws.records().slice(from).filter(({ errorCode }) => errorCode === undefined).map(operationOf));
      // Before anything is judged, so that one failure does not show in every test after it. What is not reverted shows in the next one.
      await stack.up({ refresh: true });
      const expected = turns.map(({ name, waves }) => [name, merged(waves[wave] ?? [])] as const);
      assert.deepEqual(seen, Object.fromEntries(expected.filter(([, paths]) => Object.keys(paths).length > 0)));
      assert.deepEqual(made.map(({ operation }) => operation).filter((operation) => !recorded.has(operation)), []);
    });
  }

  it("shows as deleted what somebody deleted, and creates it again", async () => {
    const resources = await recordedIn(stack);
    for (const { name, remove } of [...chosen].reverse()) await remove(bob, liveOf(resources, name));
    const { seen } = await lookAt(stack);
    for (const { name } of chosen) assert.equal(seen[name]?.op, "delete", name);
    await stack.up({ refresh: true });
    assert.deepEqual(await drifted(), {});
  });

  it("is destroyed", async () => {
    const { summary } = await stack.destroy();
    assert.equal(summary.result, "succeeded");
  });

  /** Everything that a preview-only refresh does not call the same, with its paths. */
  async function drifted(): Promise<Record<string, unknown>> {
    const { seen } = await lookAt(stack);
    return Object.fromEntries(Object.entries(seen).flatMap(([name, { op, paths }]) => (op === "same" ? [] : [[name, op === "update" ? paths : op]])));
  }
});

function operationOf({ eventSource, eventName }: { readonly eventSource: string; readonly eventName: string }): string {
  return `${eventSource.replace(/\.amazonaws\.com$/, "")}:${eventName}`;
}

/** Changes of different properties that can be seen side by side; one that replaces or removes the resource is made alone. */
function inWaves(changes: readonly OutOfBandChange[]): readonly (readonly OutOfBandChange[])[] {
  const waves: OutOfBandChange[][] = [];
  const isAlone = ({ seen }: OutOfBandChange) => seen === "delete" || Object.values(seen).some((kind) => kind.endsWith("-replace"));
  const undoes = (one: OutOfBandChange, other: OutOfBandChange) =>
    one.property === other.property || (WHOLE.has(one.operation) && one.operation === other.operation);
  for (const change of changes) {
    const free = waves.find((wave) =>
      wave.length < SIDE_BY_SIDE && !isAlone(change) && wave.every((other) => !isAlone(other) && !undoes(change, other)));
    if (free === undefined) waves.push([change]);
    else free.push(change);
  }
  return waves;
}

function merged(changes: readonly OutOfBandChange[]): OutOfBandChange["seen"] {
  const [alone] = changes;
  return alone?.seen === "delete" ? "delete" : Object.fromEntries(changes.flatMap(({ seen }) => Object.entries(seen)));
}
