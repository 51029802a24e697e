import assert from "node:assert/strict";
import { setImmediate as tick, setTimeout as wait } from "node:timers/promises";
import fc from "fast-check";
import { SharedProviders } from "../../../../automation/refresh/share/sharedProviders";

/** A process that notes whom it served, and complains of what must never happen to one. */
interface Fake {
  readonly port: number;
  readonly keys: string[];
  busy: boolean;
  alive: boolean;
  readonly die: () => void;
}

function newHost() {
  const fakes: Fake[] = [];
  const start = () => {
    let die = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      die = () => {
        fake.alive = false;
        resolve();
      };
    });
    const fake: Fake = { port: fakes.length + 1, keys: [], busy: false, alive: true, die: () => { die(); } };
    fakes.push(fake);
    return Promise.resolve({ port: fake.port, ended, end: () => { die(); return Promise.resolve(); } });
  };
  const serve = (key: string) => async (port: number) => {
    const fake = fakes[port - 1] ?? assert.fail("a port that nobody serves");
    assert.equal(fake.busy, false, "two leases at once");
    assert.equal(fake.alive, true, "a process that has ended");
    fake.busy = true;
    fake.keys.push(key);
    await tick();
    fake.busy = false;
    return { result: port, reusable: true };
  };
  const alive = () => fakes.filter((fake) => fake.alive);
  return { fakes, start, serve, alive };
}

describe("shared providers", () => {
  it("given stacks of one key one after the other, then one process serves them all", async () => {
    const { fakes, start, serve } = newHost();
    const providers = new SharedProviders({ most: 1 });
    for (let stack = 0; stack < 5; stack++) await providers.lease("a", start, serve("a"));
    assert.deepEqual(fakes.map(({ keys }) => keys.length), [5]);
    await providers.end();
  });

  it("given another key and no room, then the idle process ends before the next begins", async () => {
    const { start, serve, alive } = newHost();
    const providers = new SharedProviders({ most: 1 });
    await providers.lease("a", start, serve("a"));
    await providers.lease("b", start, serve("b"));
    assert.deepEqual(alive().map(({ keys }) => keys), [["b"]]);
    await providers.end();
  });

  for (const [what, outcome] of [
    ["is not to be used again", () => Promise.resolve({ result: 0, reusable: false })],
    ["throws", () => Promise.reject(new Error("lost"))],
  ] as const) {
    it(`given a lease that ${what}, then its process ends and the next stack has another`, async () => {
      const { fakes, start, serve, alive } = newHost();
      const providers = new SharedProviders({ most: 1 });
      await providers.lease("a", start, outcome).catch(() => undefined);
      assert.deepEqual(alive(), []);
      await providers.lease("a", start, serve("a"));
      assert.equal(fakes.length, 2);
      await providers.end();
    });
  }

  it("given a process that dies while idle, then the next stack has another", async () => {
    const { fakes, start, serve } = newHost();
    const providers = new SharedProviders({ most: 2 });
    await providers.lease("a", start, serve("a"));
    fakes[0]?.die();
    await tick();
    assert.equal(await providers.lease("a", start, serve("a")), 2);
    await providers.end();
  });

  it("given a process that is idle for too long, then it ends", async () => {
    const { start, serve, alive } = newHost();
    const providers = new SharedProviders({ most: 2, idleMs: 5 });
    await providers.lease("a", start, serve("a"));
    await wait(50);
    assert.deepEqual(alive(), []);
  });

  it("given the end while a stack is read, then its process ends when it is given back", async () => {
    const { start, serve, alive } = newHost();
    const providers = new SharedProviders({ most: 2 });
    const lease = providers.lease("a", start, serve("a"));
    await providers.end();
    await lease;
    assert.deepEqual(alive(), []);
  });

  it("given a start that fails, then the lease fails and takes no room", async () => {
    const { start, serve } = newHost();
    const providers = new SharedProviders({ most: 1 });
    await assert.rejects(providers.lease("a", () => Promise.reject(new Error("no such program")), serve("a")), /no such program/);
    await providers.lease("b", start, serve("b"));
    assert.equal(await providers.lease("b", start, serve("b")), 1, "the one that was kept");
    await providers.end();
  });

  it("law: a process has one key and one lease at a time, there are never more than asked for, and none is left", async () => {
    const stack = fc.record({ key: fc.constantFrom("a", "b", "c"), reusable: fc.boolean(), dies: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(stack, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), async (stacks, most) => {
        const { fakes, start, serve, alive } = newHost();
        const providers = new SharedProviders({ most });
        const queue = [...stacks];
        const work = async () => {
          for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
            const { key, reusable, dies } = next;
            await providers.lease(key, start, async (port) => {
              const used = await serve(key)(port);
              assert.ok(alive().length <= most, `${alive().length} processes instead of ${most}`);
              if (dies) fakes[port - 1]?.die();
              return { ...used, reusable: reusable && !dies };
            });
          }
        };
        await Promise.all(Array.from({ length: most }, work));
        await providers.end();
        for (const { keys } of fakes) assert.equal(new Set(keys).size, 1);
        assert.deepEqual(alive(), []);
      }),
    );
  });
});
