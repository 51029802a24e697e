import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import type { Need } from "../../../automation/schedule/need";
import { openQueue, type Limits } from "../../../automation/schedule/queue";

const GB = 1_000_000_000;

interface Stack {
  readonly name: string;
  readonly need: Need;
}

describe("the queue of stacks", () => {
  const stack = (name: string, gigabytes = 0.5, ...accounts: readonly string[]): Stack => ({ name, need: { memoryBytes: gigabytes * GB, accounts } });

  /** A queue whose stacks end when the test says so. */
  function open(limits: Partial<Limits>) {
    const working = new Map<string, (outcome?: Error) => void>();
    const order: string[] = [];
    const told: number[] = [];
    const reads = new Map<string, number>();
    const queue = openQueue({ concurrency: 9, perAccount: () => undefined, ...limits }, (atOnce) => told.push(atOnce));
    const run = ({ name, need }: Stack) =>
      queue.run({
        read: () => {
          reads.set(name, (reads.get(name) ?? 0) + 1);
          return Promise.resolve({ name });
        },
        needOf: () => need,
        work: (state) =>
          new Promise<string>((resolve, reject) => {
            order.push(state.name);
            working.set(name, (outcome) => {
              working.delete(name);
              if (outcome === undefined) resolve(name);
              else reject(outcome);
            });
          }),
      });
    const running = async () => {
      await nextTurn();
      return [...working.keys()].toSorted();
    };
    const end = async (name: string) => {
      working.get(name)?.();
      return running();
    };
    return { run, running, end, order, told, reads, working };
  }

  it("lets stacks begin in the order in which they came, one more than run at once so that it can be made ready", async () => {
    const { run, running, end, order } = open({ concurrency: 2 });
    const all = ["a", "b", "c", "d"].map((name) => run(stack(name)));
    assert.deepEqual(await running(), ["a", "b", "c"]);
    assert.deepEqual(await end("b"), ["a", "c", "d"]);
    for (const name of ["a", "c", "d"]) await end(name);
    assert.deepEqual(await Promise.all(all), ["a", "b", "c", "d"]);
    assert.deepEqual(order, ["a", "b", "c", "d"]);
  });

  it("runs no more than the concurrency at once where it is a turn that they wait for", async () => {
    const { turn } = openQueue({ concurrency: 2, perAccount: () => undefined }, () => undefined);
    let [now, most] = [0, 0];
    await Promise.all(
      Array.from({ length: 7 }, () =>
        turn(async () => {
          most = Math.max(most, ++now);
          await nextTurn();
          now--;
        }),
      ),
    );
    assert.equal(most, 2);
  });

  it("lets smaller ones pass a stack that does not fit into the memory that is left, and tells once that memory is the limit", async () => {
    const { run, running, told } = open({ concurrency: 4, memoryBytes: 2 * GB });
    for (const one of [stack("a", 1), stack("large", 1.5), stack("b"), stack("c")]) void run(one);
    assert.deepEqual(await running(), ["a", "b", "c"]);
    assert.deepEqual(told, [3]);
  });

  it("lets a stack be passed by a generation of smaller ones, not by all of them", async () => {
    const { run, running, end, order } = open({ concurrency: 1, memoryBytes: 2 * GB });
    for (const one of [stack("a", 1), stack("large", 1.5), ...["b", "c", "d", "e"].map((name) => stack(name, 1))]) void run(one);
    for (let done = 0; done < 6; done++) await end((await running())[0] ?? "");
    assert.deepEqual(order, ["a", "b", "large", "c", "d", "e"]);
  });

  it("runs a stack that is larger than the whole memory, alone", async () => {
    const { run, running, end } = open({ memoryBytes: GB });
    for (const one of [stack("huge", 5), stack("a", 0.4), stack("b", 0.4)]) void run(one);
    assert.deepEqual(await running(), ["huge"]);
    assert.deepEqual(await end("huge"), ["a", "b"]);
  });

  it("keeps an account's limit, lets other accounts go on, and drops the states that wait", async () => {
    const { run, running, end, reads, told } = open({ concurrency: 4, perAccount: (account) => (account === "one" ? 1 : undefined) });
    for (const one of [stack("a", 0.5, "one"), stack("b", 0.5, "one"), stack("c", 0.5, "one"), stack("d", 0.5, "two"), stack("e", 0.5, "two")]) void run(one);
    assert.deepEqual(await running(), ["a", "d", "e"]);
    assert.deepEqual(await end("a"), ["b", "d", "e"]);
assert.deepEqual(Object.fromEntries(reads), { a: 1, b: 2, c: 1, d: 1, e: 1 });
    assert.deepEqual(told, []);
  });

  it("does not let a stack of two accounts wait for ever for both to be free", async () => {
    const { run, running, end, order } = open({ perAccount: () => 1 });
    for (const one of [stack("a", 0.5, "one"), stack("both", 0.5, "one", "two"), stack("b", 0.5, "two"), stack("c", 0.5, "one"), stack("d", 0.5, "two")]) void run(one);
    for (let done = 0; done < 5; done++) await end((await running())[0] ?? "");
    assert.deepEqual(order, ["a", "both", "b", "c", "d"]);
  });

  it("gives the room back where a stack fails while it is read or worked on", async () => {
    const { run, running, working } = open({ concurrency: 1, memoryBytes: GB });
    const [first, second] = [run(stack("a", 1)), run(stack("b", 1))];
    await running();
    working.get("a")?.(new Error("disk full"));
    await assert.rejects(first, /disk full/);
    assert.deepEqual(await running(), ["b"]);
    working.get("b")?.();
    await second;

    const queue = openQueue({ concurrency: 1, memoryBytes: GB, perAccount: () => 1 }, () => undefined);
    const job = { needOf: () => ({ memoryBytes: GB, accounts: ["one"] }), work: () => Promise.resolve("done") };
    const failing = { ...job, read: () => Promise.reject<object>(new Error("torn")) };
    await assert.rejects(queue.run(failing), /torn/);
    assert.equal(await queue.run({ ...job, read: () => Promise.resolve({}) }), "done");
  });

  const anyStack = fc.record({
    gigabytes: fc.double({ min: 0, max: 6, noNaN: true }),
    accounts: fc.subarray(["one", "two", "three"]),
    ticks: fc.integer({ min: 0, max: 4 }),
    fate: fc.constantFrom("done", "done", "done", "read fails", "work fails"),
  });
  const anyLimits = fc.record({ concurrency: fc.integer({ min: 1, max: 4 }), gigabytes: fc.option(fc.double({ min: 0, max: 4, noNaN: true })), cap: fc.integer({ min: 0, max: 2 }) });

  it("law: every stack works exactly once, and never above a limit unless it is alone", async () => {
    await fc.assert(
      fc.asyncProperty(anyLimits, fc.array(anyStack, { maxLength: 25 }), async ({ concurrency, gigabytes, cap }, stacks) => {
        const memoryBytes = gigabytes === null ? undefined : gigabytes * GB;
        const queue = openQueue({ concurrency, memoryBytes, perAccount: (account) => (account === "three" ? undefined : cap) }, () => undefined);
        const working = new Set<Need>();
        const worked: number[] = [];
        const outcomes = await Promise.allSettled(
          stacks.map(({ gigabytes: size, accounts, ticks, fate }, index) => {
            const need: Need = { memoryBytes: size * GB, accounts };
            return queue.run({
              read: async () => {
                await nextTurn();
                if (fate === "read fails") throw new Error(fate);
                return { index };
              },
              needOf: () => need,
              work: async () => {
                worked.push(index);
                working.add(need);
                if (working.size > 1) assertWithin([...working], { concurrency: concurrency + 1, memoryBytes, cap });
                for (let tick = 0; tick < ticks; tick++) await nextTurn();
                working.delete(need);
                if (fate === "work fails") throw new Error(fate);
              },
            });
          }),
        );
        const expected = stacks.flatMap(({ fate }, index) => (fate === "read fails" ? [] : [index]));
        assert.deepEqual(worked.toSorted((one, other) => one - other), expected);
        assert.deepEqual(outcomes.map((outcome) => (outcome.status === "fulfilled" ? "done" : String(outcome.reason).replace("Error: ", ""))), stacks.map(({ fate }) => fate));
      }),
      { numRuns: 150 },
    );
  });

  it("law: nobody starves: however many smaller ones keep coming, the large one begins within a few of them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.double({ min: 0.1, max: 9, noNaN: true }), fc.double({ min: 0.05, max: 0.9, noNaN: true }), async (concurrency, large, small) => {
        const { run, running, end, order } = open({ concurrency, memoryBytes: GB });
        void run(stack("first", small));
        void run(stack("large", large));
        for (let index = 0; index < 40; index++) void run(stack(`small ${index}`, small));
        for (let ended = 0; ended < 42; ended++) await end((await running())[0] ?? "");
        assert.equal(order.length, 42);
        assert.ok(order.indexOf("large") <= 2 * (concurrency + 1), String(order.indexOf("large")));
      }),
      { numRuns: 30 },
    );
  });
});

function assertWithin(needs: readonly Need[], { concurrency, memoryBytes, cap }: { readonly concurrency: number; readonly memoryBytes: number | undefined; readonly cap: number }): void {
  assert.ok(needs.length <= concurrency);
  if (memoryBytes !== undefined) assert.ok(needs.reduce((sum, need) => sum + need.memoryBytes, 0) <= memoryBytes);
  for (const account of ["one", "two"]) {
    const inIt = needs.filter(({ accounts }) => accounts.includes(account)).length;
    assert.ok(inIt <= Math.max(1, cap), `${inIt} in ${account}`);
  }
}
