import assert from "node:assert/strict";
import { emptyStanding, foldEntry } from "../../../automation/ledger";
import type { PersonDecision } from "../../../policypack/model";
import { actor } from "../../policypack/drifts";
import { drifted, entryOf, nightTime, reportOf, scanned, STACK, urnOf, type Ending } from "./nights";

function said(over: Partial<PersonDecision> = {}): PersonDecision {
  return {
    stack: STACK, fingerprint: "a", urn: urnOf("a"), type: "aws:sqs/queue:Queue", path: "visibilityTimeoutSeconds", valueDigest: "v-1",
    action: "hold", by: { name: "dana", principal: "arn:aws:iam::111111111111:user/dana", basis: "sts" }, reason: "incident", at: nightTime(0).toISOString(), ...over,
  };
}

describe("folding what people said", () => {
  const held = foldEntry(scanned(emptyStanding(STACK), reportOf([drifted("a")])).standing, entryOf(2, { kind: "decision", decision: said() }));

  it("keeps the last of each change", () => {
    const other = foldEntry(held, entryOf(3, { kind: "decision", decision: said({ fingerprint: "b" }) }));
    const released = foldEntry(other, entryOf(4, { kind: "decision", decision: said({ action: "release" }) }));
    assert.deepEqual(released.decisions.map(({ fingerprint, action }) => [fingerprint, action]), [["b", "hold"], ["a", "release"]]);
  });

  it("takes nothing of another stack but the number", () => {
    assert.deepEqual(foldEntry(held, entryOf(3, { kind: "decision", decision: said({ stack: "acme/orders/dev", action: "ignore" }) })), { ...held, number: 3 });
  });

  const endings: readonly (readonly [string, Ending, number])[] = [
    ["is done with when somebody reverted the change", { how: "reverted", actor }, 0],
    ["is done with when the program has the value", { how: "adopted" }, 0],
    ["stands when the change went by itself, for it may come back", { how: "gone" }, 1],
    ["stands when a refresh absorbed the change, for the program may not have it", { how: "absorbed" }, 1],
  ];
  for (const [title, ending, left] of endings) {
    it(title, () => {
      assert.equal(scanned(held, reportOf([]), ending).standing.decisions.length, left);
    });
  }
});
