import assert from "node:assert/strict";
import { openBudget } from "../../../automation/who";

const never = new Promise<string>(() => undefined);

describe("the time that somebody waits", () => {
  it("is less and less, never negative, and none once it was interrupted", () => {
    let now = 0;
    const interrupt = new AbortController();
    const budget = openBudget(60_000, () => now, interrupt.signal);
    assert.equal(budget.left(), 60_000);
    now = 59_000;
    assert.equal(budget.left(), 1_000);
    interrupt.abort();
    assert.deepEqual([budget.left(), budget.signal.aborted], [0, true]);
    now = 70_000;
    assert.equal(openBudget(1_000, () => now).left(), 1_000);
    assert.equal(budget.left(), 0);
  });

  it("lets work that heeds its signal still answer with what it has", async () => {
    const budget = openBudget(10, Date.now);
    const work = new Promise((resolve) => { budget.signal.addEventListener("abort", () => setImmediate(() => { resolve("a part"); }), { once: true }); });
    assert.equal(await budget.within(work), "a part");
  });

  it("does not wait for work that does not heed it, whether the time is up or it was interrupted", async () => {
    assert.equal(await openBudget(10, Date.now).within(never), undefined);
    assert.equal(await openBudget(60_000, Date.now, AbortSignal.timeout(10)).within(never), undefined);
  });

  it("hands on what the work throws", async () => {
    await assert.rejects(openBudget(60_000, Date.now).within(Promise.reject(new Error("a bug"))), /a bug/);
  });
});
