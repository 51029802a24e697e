import assert from "node:assert/strict";
import { holdsOf } from "../../../automation/gate/holds";
import type { OpenDriftFetched } from "../../../policypack/openDrift/fetchOpenDrift";
import type { Verdict } from "../../../policypack/signature/verify";
import { entryWith, hold, openDriftWith } from "../../policypack/drifts";

const FILE = "s3://ledger/open-drift/acme/orders/prod.json";
const openDrift = openDriftWith([entryWith({ decision: hold })]);
const now = new Date(openDrift.generatedAt);
const read = (verdict: Verdict): OpenDriftFetched => ({ outcome: "read", file: FILE, openDrift, verdict });

describe("holdsOf", () => {
  for (const verdict of ["unsigned", "unknown-key", "forged", "verified"] as const) {
    it(`given a file that is ${verdict} and no key that is trusted, goes by its holds: to be stopped is the smaller harm`, () => {
      const { found, entries } = holdsOf(read(verdict), { now, mustBeVerified: false });
      assert.deepEqual([found.outcome, entries.length], ["read", 1]);
    });
  }

  for (const [verdict, reason] of [["unsigned", /not signed/], ["unknown-key", /not trusted/], ["forged", /somebody changed it/]] as const) {
    it(`given a key that is trusted and a file that is ${verdict}, knows nothing, and says which file and why`, () => {
      const { found, entries } = holdsOf(read(verdict), { now, mustBeVerified: true });
      assert.deepEqual([found.outcome, found.location, entries], ["unusable", FILE, []]);
      assert.match("reason" in found ? found.reason : "", reason);
    });
  }

  it("given a key that is trusted, goes by what it signed", () => {
    assert.equal(holdsOf(read("verified"), { now, mustBeVerified: true }).entries.length, 1);
  });

  it("does not take what cannot be reached for nothing held", () => {
    assert.deepEqual(holdsOf({ outcome: "unreachable", looked: FILE, reason: "HTTP 503" }, { now, mustBeVerified: false }), { found: { outcome: "unusable", location: FILE, reason: "HTTP 503" }, entries: [] });
  });
});
