import assert from "node:assert/strict";
import { makePolicies } from "../../../policypack/policies";

const policies = makePolicies({ folders: [], now: () => new Date(0) });

describe("the policies of the pack", () => {
  for (const policy of policies) {
    it(`say what they are and what to do, as \`pulumi policy\` shows it: ${policy.name}`, () => {
      const { name, displayName, description, severity, enforcementLevel, remediationSteps, framework, tags } = policy;
      assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)+$/);
      assert.ok(displayName !== undefined && severity !== undefined && enforcementLevel !== undefined && framework !== undefined && tags !== undefined);
      assert.match(description, /^[A-Z].*\.$/);
      assert.match(remediationSteps ?? "", /\.$|…$/);
    });
  }

  it("are told where the open drift is, and by which key it is believed, where they are about drift", () => {
    const drift = policies.filter(({ name }) => name.startsWith("drift-"));
    for (const { name, configSchema } of drift) assert.ok(configSchema?.properties["openDrift"] && configSchema.properties["publicKey"], name);
  });

  it("adopt before anything else remediates, and say what was noted when all the others have spoken", () => {
    const names = policies.map(({ name }) => name).filter((name) => name.startsWith("drift-"));
    assert.equal(policies.find((policy) => "remediateResource" in policy)?.name, "drift-adopt");
    assert.deepEqual([names[0], names.at(-1)], ["drift-adopt", "drift-ledger-stale"]);
  });
});
