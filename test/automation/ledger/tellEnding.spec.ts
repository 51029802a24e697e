import assert from "node:assert/strict";
import { emptyStanding, tellEnding, type EndingFacts } from "../../../automation/ledger";
import type { AttributedChange, ResolvedChange } from "../../../policypack/model";
import type { PastUpdate } from "../../../automation/estate";
import { actor, attributed, event } from "../../policypack/drifts";
import { drifted, nightTime, reportOf, scanned, STACK } from "./nights";

const between = (hours: number) => new Date(nightTime(1).getTime() + hours * 3_600_000).toISOString();
const past = (kind: string, given: Partial<PastUpdate> = {}): PastUpdate => ({ kind, from: between(5), to: between(6), result: "succeeded", ...given });

function ended(facts: Partial<EndingFacts>, change: Partial<AttributedChange> = {}): ResolvedChange {
  const { standing } = scanned(emptyStanding(STACK), reportOf([drifted("a", change)]));
  const [open] = standing.open;
  assert.ok(open);
  const told = tellEnding(open, { recorded: "before", updates: [], now: nightTime(2), ...facts });
  assert.ok(told);
  return told;
}

describe("how a change ended, given that AWS has the recorded value again,", () => {
  it("is reverted by the update that wrote the resource since", () => {
    const { how, update, at, actor: who } = ended({ updates: [past("update")], modified: between(5.5), setBack: attributed });
    assert.deepEqual([how, update, at, who], ["reverted", { startedAt: between(5), endedAt: between(6) }, between(6), undefined]);
  });

  it("is reverted by a person where no update wrote it, though one ran: a plain up plans nothing for drift", () => {
    const { how, update, at, actor: who, event: call } = ended({ updates: [past("update")], modified: between(-90), setBack: attributed });
    assert.deepEqual([how, update, at, who, call], ["reverted", undefined, event.time, actor, event]);
  });

  it("is not reverted by an update that ended before the change was last seen", () => {
    assert.equal(ended({ updates: [past("update", { from: between(-3), to: between(-2) })] }).update, undefined);
  });

  it("is reverted by nobody known, and says why, where the trail tells nobody", () => {
    const { how, actor: who, why, at } = ended({ setBack: { confidence: "none", reason: "no-event", why: ["no event changes this"] } });
    assert.deepEqual([how, who, at], ["reverted", undefined, nightTime(2).toISOString()]);
    assert.match(why, /nobody is known.*no event changes this/);
  });
});

describe("how a change ended, given that the state has the actual value,", () => {
  it("is adopted by a whole update that left it", () => {
    assert.deepEqual([ended({ recorded: "actual", updates: [past("update")] }).how, ended({ recorded: "actual", updates: [past("update")] }).update?.endedAt], ["adopted", between(6)]);
  });

  it("is adopted by an update with a target only where that wrote the resource", () => {
    const update = past("update", { partial: true });
    assert.equal(ended({ recorded: "actual", updates: [update], modified: between(5.5) }).how, "adopted");
    assert.equal(ended({ recorded: "actual", updates: [update], modified: between(-90) }).how, "absorbed");
  });

  it("is absorbed by a refresh", () => {
    assert.deepEqual([ended({ recorded: "actual", updates: [past("refresh")] }).how], ["absorbed"]);
  });

  it("is absorbed, whatever ran, where the program does not set it", () => {
    assert.equal(ended({ recorded: "actual", updates: [past("update")] }, { tier: "output" }).how, "absorbed");
  });
});

describe("how a change ended, given that its resource is not there,", () => {
  it("is gone with it", () => {
    assert.equal(ended({ recorded: "deleted" }).how, "gone");
    assert.equal(ended({ recorded: "unmanaged", updates: [past("update")] }).how, "gone");
  });

  it("is adopted where the change was that it was deleted, and the program has it no more", () => {
    assert.equal(ended({ recorded: "unmanaged", updates: [past("update")] }, { path: "" }).how, "adopted");
  });
});

it("tells nothing but gone where neither value is there and nothing wrote it", () => {
  assert.deepEqual([ended({ recorded: "other" }).how, ended({ recorded: "other", updates: [past("update")], modified: between(5.5) }).how], ["gone", "reverted"]);
});
