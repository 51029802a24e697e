import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findBackend } from "../../../automation/estate/backend";
import { BackendError } from "../../../automation/estate/backendError";
import { discoverStacks } from "../../../automation/estate/discoverStacks";
import { readStack } from "../../../automation/estate/readStack";
import { SelectionError } from "../../../automation/estate/selection";
import { sizeStacks } from "../../../automation/estate/sizeStacks";
import { makeWorld, SECRET, type World } from "../refresh/fixtures/world";

const PATIENCE_MS = 60_000;
const selectedOnly = { all: false, stacks: [], exclude: [] };

describe("the estate, as the real CLI left it", function () {
  this.timeout(PATIENCE_MS);
  let world: World;
  before(async () => {
    world = await makeWorld();
    mkdirSync(join(world.scratch, "outside"));
  });
  after(() => {
    world.destroy();
  });

  const cli = (cwd = world.project, env = world.env) => ({ pulumi: world.pulumi, env, cwd });
  const remote = () => ({ kind: "remote", url: world.env["PULUMI_BACKEND_URL"] ?? "" }) as const;

  it("is found from files and through the CLI alike, inside a project and outside", async () => {
    const selection = { all: true, stacks: [], exclude: [] };
    for (const cwd of [world.project, join(world.scratch, "outside")]) {
      assert.deepEqual(await discoverStacks({ ...cli(cwd), backend: world.backend, selection }), [world.ref]);
      const [listed, ...others] = await discoverStacks({ ...cli(cwd), backend: remote(), selection });
      assert.ok(listed);
      const { resources, ...ref } = listed;
      assert.deepEqual([ref, others], [world.ref, []]);
      assert.deepEqual([{ ref: world.ref, resources }], await sizeStacks([world.ref], world.backend));
    }
  });

  it("is, in a project and without a selection, the project's selected stack", async () => {
    assert.deepEqual(await discoverStacks({ ...cli(), backend: world.backend, selection: selectedOnly }), [world.ref]);
  });

  it("asks for --all or --stack outside of a project, and where none is selected", async () => {
    const outside = discoverStacks({ ...cli(join(world.scratch, "outside")), backend: world.backend, selection: selectedOnly });
    await assert.rejects(outside, (error) => error instanceof SelectionError && error.message.includes("--all, or --stack"));
    const other = join(world.scratch, "other");
    mkdirSync(other);
    writeFileSync(join(other, "Pulumi.yaml"), "name: other\nruntime: nodejs\n");
    await assert.rejects(discoverStacks({ ...cli(other), backend: world.backend, selection: selectedOnly }), SelectionError);
  });

  it("reads the same state and updates from files and through the CLI, secrets encrypted, nothing written", async () => {
    const before = world.digestBackend();
    const [fromFiles, fromCli] = await Promise.all([readStack(world.ref, { ...cli(), backend: world.backend }), readStack(world.ref, { ...cli(), backend: remote() })]);
    assert.ok("updates" in fromFiles && "updates" in fromCli);
    const { activity, ...read } = fromFiles;
    assert.deepEqual({ ...fromCli, activity }, { ...read, activity });
    assert.deepEqual(
      fromFiles.updates.map(({ kind, result }) => ({ kind, result })),
      [{ kind: "update", result: "succeeded" }],
    );
    assert.deepEqual(
      fromFiles.deployment.resources.flatMap(({ type, id }) => (type === "fake:index:Thing" ? [id] : [])).toSorted(),
      ["a", "b", "c", "d"],
    );
    assert.ok(!JSON.stringify(fromCli).includes(SECRET));
    assert.equal(world.digestBackend(), before);
  });

  it("says in the CLI's words that a stack is not there, or that nobody is logged in", async () => {
    const missing = await readStack({ name: "organization/shop/gone", project: "shop", stack: "gone" }, { ...cli(), backend: remote() });
    assert.ok("problem" in missing);
    assert.match(missing.problem.message, /no stack named|gone/);
    const loggedOut = Object.fromEntries(Object.entries(world.env).filter(([name]) => name !== "PULUMI_BACKEND_URL"));
    await assert.rejects(findBackend(cli(world.project, loggedOut), "/nowhere"), (error) => error instanceof BackendError && /logging in|login/.test(error.message));
  });
});
