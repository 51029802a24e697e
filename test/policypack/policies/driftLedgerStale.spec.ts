import assert from "node:assert/strict";
import { makePolicies } from "../../../policypack/policies";
import { runPolicies } from "./runPolicies";

const props = { visibilityTimeoutSeconds: 45 };

describe("drift-ledger-stale", () => {
  it("is advisory: what is not known of drift blocks nothing", () => {
    const [level] = makePolicies({ folders: [], now: () => new Date(0) }).flatMap(({ name, enforcementLevel }) => (name === "drift-ledger-stale" ? [enforcementLevel] : []));
    assert.equal(level, "advisory");
  });

  it("says once, however many resources there are, that nothing is protected where nobody said where the files are", async () => {
    const { violations, advice } = await runPolicies({}, [{ props }, { props }, { props }]);
    assert.deepEqual([violations, advice.length], [[], 1]);
    assert.match(advice[0] ?? "", /no held change is protected: set WHODRIFT_OPEN_DRIFT/);
  });

  it("says it where the stack has no file, too", async () => {
    const { violations, advice } = await runPolicies({ openDrift: "/nowhere/open-drift" }, [{ props }]);
    assert.deepEqual([violations, advice.length], [[], 1]);
    assert.match(advice[0] ?? "", /\/nowhere\/open-drift/);
  });

  it("says nothing of a stack without resources", async () => {
    assert.deepEqual((await runPolicies({}, [])).advice, []);
  });
});
