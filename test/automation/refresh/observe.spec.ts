import assert from "node:assert/strict";
import fc from "fast-check";
import type { StateResource } from "../../../automation/estate/deployment";
import type { RefreshEvent } from "../../../automation/refresh/engineEvent";
import { listCheckable, observe } from "../../../automation/refresh/observe";

const state = { inputs: { a: 1 }, outputs: { a: 1 } };
const urnOf = (name: string, type = "aws:s3/bucket:Bucket") => `urn:pulumi:dev::shop::${type}::${name}`;
const bucket = (name: string, change: Partial<StateResource> = {}): StateResource => ({ urn: urnOf(name), type: "aws:s3/bucket:Bucket", custom: true, id: `${name}-id`, provider: "p::1", ...state, ...change });
const read = (name: string, op: "same" | "update" | "delete" = "same", id = `${name}-id`): RefreshEvent => ({
  event: "read",
  urn: urnOf(name),
  id,
  seen: { outcome: "read", op, recorded: state, ...(op !== "delete" && { actual: state }) },
});
const failure = (message: string, urn?: string): RefreshEvent => ({ event: "error", message, ...(urn !== undefined && { urn }) });

/** By resource: the engine's word, or the reason that it was not read. */
function summarize({ observations, problem }: ReturnType<typeof observe>) {
  const nameOf = (urn: string) => urn.split("::").at(-1) ?? urn;
  const resources = observations.map((seen) => (seen.outcome === "read" ? ([nameOf(seen.resource.urn), seen.op] as const) : ([nameOf(seen.urn), seen.reason] as const)));
  return { resources: Object.fromEntries<string>(resources), problem };
}

describe("what counts as a resource", () => {
  it("is what a provider manages: no component, provider, stack or stack reference, and nothing that waits to be deleted", () => {
    const others: StateResource[] = [
      { urn: urnOf("shop-dev", "pulumi:pulumi:Stack"), type: "pulumi:pulumi:Stack", custom: false, ...state },
      { urn: urnOf("group", "x:y:Group"), type: "x:y:Group", custom: false, ...state },
      { urn: urnOf("default", "pulumi:providers:aws"), type: "pulumi:providers:aws", custom: true, id: "1", ...state },
      { urn: urnOf("ref", "pulumi:pulumi:StackReference"), type: "pulumi:pulumi:StackReference", custom: true, external: true, id: "ref", ...state },
      bucket("a", { id: "old", delete: true }),
    ];
    const counted = listCheckable({ resources: [...others, bucket("a"), bucket("looked-up", { external: true })] });
    assert.deepEqual(counted.map(({ id }) => id), ["a-id", "looked-up-id"]);
  });
});

describe("judging a refresh by its events", () => {
  const [a, b] = [bucket("a"), bucket("b")];

  it("says of what was withheld why", () => {
    const observed = observe({ resources: [a, b] }, [read("a")], { how: "completed" }, new Map([[b.urn, { reason: "no role" }]]));
    assert.deepEqual(summarize(observed), { resources: { a: "same", b: "no role" }, problem: undefined });
  });

  it("observes what was read", () => {
    const observed = observe({ resources: [a, b] }, [read("a"), read("b", "update")], { how: "completed" });
    assert.deepEqual(observed.observations, [
      { outcome: "read", op: "same", resource: a, recorded: state, actual: state },
      { outcome: "read", op: "update", resource: b, recorded: state, actual: state },
    ]);
    assert.equal(observed.problem, undefined);
  });

  it("leaves unchecked what the stream does not mention, even where the CLI says all went well", () => {
    assert.deepEqual(summarize(observe({ resources: [a, b] }, [read("a")], { how: "completed" })).resources, { a: "same", b: "the engine did not say whether it was read" });
  });

  it("leaves unchecked what an error names, even where something was read, and has no problem besides", () => {
    const events = [read("a"), read("b"), failure("Preview failed: AccessDenied\nat x", b.urn), failure("preview failed\n")];
    assert.deepEqual(summarize(observe({ resources: [a, b] }, events, { how: "failed", stderr: "" })), { resources: { a: "same", b: "AccessDenied" }, problem: undefined });
  });

  it("makes a problem of errors when nothing at all could be read", () => {
    const events = [failure("ExpiredToken: expired", a.urn), failure("throttled", b.urn), failure("preview failed\n")];
    const { resources, problem } = summarize(observe({ resources: [a, b] }, events, { how: "failed", stderr: "" }));
    assert.deepEqual(resources, { a: "ExpiredToken: expired", b: "throttled" });
    assert.deepEqual(problem, { code: "credentials-expired", message: "ExpiredToken: expired" });
  });

  it("makes a problem of what only stderr tells", () => {
    const { resources, problem } = summarize(observe({ resources: [a, b] }, [read("a")], { how: "failed", stderr: "warning: x\nerror: no resource plugin 'aws' found\n" }));
    assert.deepEqual(problem, { code: "plugin-missing", message: "no resource plugin 'aws' found" });
    assert.deepEqual(resources, { a: "same", b: "no resource plugin 'aws' found" });
  });

  it("makes no problem of noise on stderr when failed resources explain the failure", () => {
    const events = [read("a"), failure("AccessDenied", b.urn), failure("preview failed\n")];
    assert.equal(observe({ resources: [a, b] }, events, { how: "failed", stderr: "warning: something is deprecated\n" }).problem, undefined);
  });

  it("says so when the CLI failed and told nobody why", () => {
    assert.equal(observe({ resources: [a] }, [], { how: "failed", stderr: "" }).problem?.code, "refresh-failed");
  });

  it("keeps what was read before a timeout or an interruption", () => {
    for (const [ending, code] of [
      [{ how: "timeout", seconds: 9 }, "timeout"],
      [{ how: "cancelled" }, "cancelled"],
    ] as const) {
      const { resources, problem } = summarize(observe({ resources: [a, b] }, [read("a")], ending));
      assert.equal(problem?.code, code);
      assert.deepEqual(resources, { a: "same", b: problem.message });
    }
  });

  it("does not take the resource that was replaced for the one that replaced it", () => {
    const deployment = { resources: [a, bucket("a", { id: "old", delete: true })] };
    assert.deepEqual(summarize(observe(deployment, [read("a", "delete", "old")], { how: "completed" })).resources, { a: "the engine did not say whether it was read" });
  });

  it("leaves unchecked what was left out, in the words of whoever left it out, and has no problem because of it", () => {
    const left = new Map([[b.urn, { reason: "excluded", accepted: true }]] as const);
    const { observations, problem } = observe({ resources: [a, b] }, [read("a")], { how: "completed" }, left);
    assert.deepEqual([observations[1], problem], [{ outcome: "unchecked", urn: b.urn, reason: "excluded", accepted: true }, undefined]);
  });

  it("accepts nothing of what was left out and that an interrupted update was working on", () => {
    const pending = { resources: [a, b], pending_operations: [{ type: "updating", resource: b }] };
    const { observations } = observe(pending, [read("a")], { how: "completed" }, new Map([[b.urn, { reason: "excluded", accepted: true }]] as const));
    assert.ok(observations[1]?.outcome === "unchecked" && observations[1].accepted === undefined);
    assert.match(observations[1].reason, /interrupted while updating/);
  });

  for (const operation of ["updating", "deleting", "reading"]) {
    it(`does not trust what was read of a resource that an interrupted update was ${operation}`, () => {
      const { resources } = summarize(observe({ resources: [a, b], pending_operations: [{ type: operation, resource: a }] }, [read("a"), read("b")], { how: "completed" }));
      assert.deepEqual(resources, { a: `an update was interrupted while ${operation} this resource, so its recorded state is uncertain: run \`pulumi refresh\` first`, b: "same" });
    });
  }

  for (const operation of ["creating", "importing"]) {
    it(`names a resource that an interrupted update was ${operation}, and that no list has`, () => {
      const { resources } = summarize(observe({ resources: [a], pending_operations: [{ type: operation, resource: bucket("new") }] }, [read("a")], { how: "completed" }));
      assert.deepEqual(Object.keys(resources), ["a", "new"]);
      assert.match(resources["new"] ?? "", new RegExp(`interrupted while ${operation}`));
    });
  }

  it("trusts what was read of a resource whose predecessor was being deleted when the update was interrupted", () => {
    const old = bucket("a", { id: "old", delete: true });
    const { resources } = summarize(observe({ resources: [a, old], pending_operations: [{ type: "deleting", resource: old }] }, [read("a"), read("a", "delete", "old")], { how: "completed" }));
    assert.deepEqual(resources, { a: "same" });
  });

  it("trusts nothing that an interrupted update was working on", () => {
    const deployment = {
      resources: [a, bucket("b", { pendingReplacement: true })],
      pending_operations: [
        { type: "updating", resource: a },
        { type: "creating", resource: bucket("new") },
      ],
    };
    const { resources } = summarize(observe(deployment, [read("a"), read("b", "delete")], { how: "completed" }));
    assert.deepEqual(Object.keys(resources), ["a", "b", "new"]);
    for (const reason of Object.values(resources)) assert.match(reason, /^an update was interrupted .*: run `pulumi (refresh|up)` first$/);
  });

  it("ends each resource exactly once, as read or unchecked, whatever arrives", () => {
    const names = fc.constantFrom("a", "b", "c", "unknown");
    const event = fc.oneof(
      fc.tuple(names, fc.constantFrom("same", "update", "delete")).map(([name, op]) => read(name, op)),
      fc.tuple(fc.string(), fc.option(names, { nil: undefined })).map(([message, name]) => failure(message, name === undefined ? undefined : urnOf(name))),
    );
    const ending = fc.constantFrom({ how: "completed" } as const, { how: "failed", stderr: "" } as const, { how: "cancelled" } as const);
    fc.assert(
      fc.property(fc.array(event), ending, (events, how) => {
        const { observations, problem } = observe({ resources: [a, b, bucket("c")] }, events, how);
        assert.deepEqual(observations.map((seen) => (seen.outcome === "read" ? seen.resource.urn : seen.urn)), ["a", "b", "c"].map((name) => urnOf(name)));
        if (how.how === "cancelled") assert.ok(problem !== undefined);
        for (const seen of observations) if (seen.outcome === "unchecked") assert.ok(seen.reason !== "");
      }),
    );
  });
});
