import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import type { Observation, StackObservations } from "../../../automation/refresh/observation";
import { refreshStack } from "../../../automation/refresh/refreshStack";
import type { StackAtRest } from "../../../automation/estate/stack";
import { makeWorld, SECRET, type World } from "./fixtures/world";

// A refresh takes about a second; a busy machine may need several.
const PATIENCE_MS = 60_000;

describe("refreshing a copy of a stack, with the real CLI", function () {
  this.timeout(PATIENCE_MS * 2);
  let world: World;
  let atRest: StackAtRest;
  before(async () => {
    world = await makeWorld();
    atRest = await world.readAtRest();
  });
  after(() => {
    world.destroy();
  });
  afterEach(() => {
    world.restore();
    assert.deepEqual(readdirSync(world.scratch), [], "the scratch copy is gone, however the refresh ended");
  });

  const refresh = (overrides: { stack?: StackAtRest; env?: Record<string, string>; timeoutMs?: number; signal?: AbortSignal } = {}) =>
    refreshStack(overrides.stack ?? atRest, {
      pulumi: world.pulumi,
      env: { ...world.env, ...overrides.env },
      scratch: world.scratch,
      timeoutMs: overrides.timeoutMs ?? PATIENCE_MS,
      ...(overrides.signal !== undefined && { signal: overrides.signal }),
    });

  it("finds every resource the same where nobody touched anything, and counts no component, provider or stack", async () => {
    const { observations, problem } = await refresh();
    assert.equal(problem, undefined);
    assert.deepEqual(outcomes(observations), { a: "same", b: "same", c: "same", d: "same" });
  });

  it("gives the paths of a change, both states, a deletion and a plain new secret, in one refresh", async () => {
    world.put("a", { inputs: { size: 1, tags: { team: "ops", added: "by hand" } } });
    world.remove("b");
    world.put("c", { inputs: { ports: [80, 443] }, outputs: { state: "stopped" } });
    world.put("d", { inputs: { password: "canary-actual" } });
    const { observations, problem } = await refresh();
    assert.equal(problem, undefined);
    assert.deepEqual(outcomes(observations), { a: "update", b: "delete", c: "same", d: "update" });

    const a = readOf(observations, "a");
    assert.deepEqual(a.diff, {
      "tags.added": { kind: "add", inputDiff: true },
      "tags.team": { kind: "update", inputDiff: true },
      "tags.tier": { kind: "delete", inputDiff: true },
    });
    assert.deepEqual(a.recorded.inputs["tags"], { team: "web", tier: "1" });
    assert.deepEqual(a.actual?.inputs["tags"], { team: "ops", added: "by hand" });
    assert.equal(readOf(observations, "b").actual, undefined);
    assert.equal(readOf(observations, "c").actual?.outputs["state"], "stopped");
    const d = readOf(observations, "d");
    assert.equal(d.actual?.inputs["password"], "canary-actual", "so masking is the next step's first task");
    assert.ok(!JSON.stringify(d.recorded).includes(SECRET), "the recorded secret stays hidden");
  });

  it("refreshes copies of one stack at once, none of which waits for another's lock", async () => {
    const all = await Promise.all([refresh(), refresh(), refresh()]);
    for (const { observations, problem } of all) assert.deepEqual([Object.values(outcomes(observations)), problem], [["same", "same", "same", "same"], undefined]);
  });

  it("leaves the backend byte for byte as it was", async () => {
    const before = world.digestBackend();
    world.remove("b");
    await refresh();
    assert.equal(world.digestBackend(), before);
  });

  it("leaves only the resource unchecked whose read failed, with the provider's first line as the reason", async () => {
    world.put("c", { inputs: {}, fails: "1 error occurred:\n\t* AccessDenied: not authorized to read c\n    at Object.read" });
    world.remove("b");
    const { observations, problem } = await refresh();
    assert.equal(problem, undefined);
    assert.deepEqual(outcomes(observations), { a: "same", b: "delete", c: "1 error occurred: AccessDenied: not authorized to read c", d: "same" });
  });

  it("sees it where everything of a provider was deleted: whether to believe that is for the comparison", async () => {
    for (const id of ["a", "b", "c", "d"]) world.remove(id);
    const { observations } = await refresh();
    assert.deepEqual(outcomes(observations), { a: "delete", b: "delete", c: "delete", d: "delete" });
  });

  it("says in one line that the passphrase is wrong, and checks nothing", async () => {
    const result = await refresh({ env: { PULUMI_CONFIG_PASSPHRASE: "wrong battery" } });
    assert.equal(result.problem?.code, "passphrase");
    assertOneCleanLine(result);
    assert.ok(result.observations.every(({ outcome }) => outcome === "unchecked"));
  });

  it("says that a provider's plugin is missing", async () => {
    const bare = world.env["PATH"]?.split(":").slice(1).join(":") ?? "";
    const result = await refresh({ env: { PATH: bare, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } });
    assert.equal(result.problem?.code, "plugin-missing");
    assertOneCleanLine(result);
  });

  it("ends the CLI and the provider at the timeout, and keeps what had been read", async () => {
    world.put("c", { inputs: {}, hangs: true });
    // Long enough for the other three to be read on a busy machine.
    const { observations, problem } = await refresh({ timeoutMs: 6_000 });
    assert.equal(problem?.code, "timeout");
    assert.deepEqual(outcomes(observations), { a: "same", b: "same", c: "the refresh did not end within 6 s", d: "same" });
    assert.equal(world.providerIsAlive(), false);
  });

  it("ends the same way when the scan is interrupted, and does not start once it was", async () => {
    const { observations, problem } = await refresh({ signal: AbortSignal.abort() });
    assert.equal(problem?.code, "cancelled");
    assert.equal(observations.length, 4);
  });

  it("needs no passphrase for a stack that encrypts with something else", async () => {
    const env = Object.fromEntries(Object.entries(world.env).filter(([name]) => name !== "PULUMI_CONFIG_PASSPHRASE"));
    const deployment = { ...atRest.deployment, secrets_providers: undefined, resources: atRest.deployment.resources.filter(({ id }) => id !== "d") };
    const { observations, problem } = await refreshStack({ ...atRest, deployment }, { pulumi: world.pulumi, env, scratch: world.scratch, timeoutMs: PATIENCE_MS });
    assert.equal(problem, undefined);
    assert.deepEqual(outcomes(observations), { a: "same", b: "same", c: "same" });
  });

  it("reads past a stack reference, an interrupted update and a resource that waits to be deleted", async () => {
    const [b, c] = ["b", "c"].map((id) => atRest.deployment.resources.find((resource) => resource.id === id));
    assert.ok(b !== undefined && c !== undefined);
    const engine = { urn: "urn:pulumi:dev::shop::pulumi:providers:pulumi::default", type: "pulumi:providers:pulumi", custom: true, id: "f47ac10b-58cc-4372-a567-0e02b2c3d479", inputs: {}, outputs: {} };
    const reference = {
      urn: "urn:pulumi:dev::shop::pulumi:pulumi:StackReference::organization/net/dev",
      type: "pulumi:pulumi:StackReference",
      custom: true,
      external: true,
      id: "organization/net/dev",
      inputs: { name: "organization/net/dev" },
      outputs: { name: "organization/net/dev", outputs: {}, secretOutputNames: [] },
      provider: `${engine.urn}::${engine.id}`,
    };
    const started = { urn: "urn:pulumi:dev::shop::fake:index:Thing::new", type: "fake:index:Thing", custom: true, inputs: {}, outputs: {} };
    const deployment = {
      ...atRest.deployment,
      resources: [engine, reference, ...atRest.deployment.resources, { ...c, id: "c-before", delete: true }],
      pending_operations: [
        { type: "updating", resource: b },
        { type: "creating", resource: started },
      ],
    };
    const { observations, problem } = await refresh({ stack: { ...atRest, deployment } });
    assert.equal(problem, undefined);
    const { b: interrupted, new: begun, ...read } = outcomes(observations);
    assert.match(interrupted ?? "", /interrupted while updating/);
    assert.match(begun ?? "", /interrupted while creating/);
    assert.deepEqual(read, { a: "same", c: "same", d: "same" });
  });
});

/** What became of each resource, by name: the engine's word for it, or the reason that it was not read. */
function outcomes(observations: readonly Observation[]): Record<string, string> {
  return Object.fromEntries(
    observations.map((observation) => (observation.outcome === "read" ? [nameOf(observation.resource.urn), observation.op] : [nameOf(observation.urn), observation.reason])),
  );
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function readOf(observations: readonly Observation[], name: string) {
  const found = observations.find((observation) => observation.outcome === "read" && nameOf(observation.resource.urn) === name);
  assert.ok(found?.outcome === "read");
  return found;
}

function assertOneCleanLine({ problem }: StackObservations): void {
  assert.doesNotMatch(problem?.message ?? "\n", /[\p{Cc}]|canary|battery|horse/u);
}
