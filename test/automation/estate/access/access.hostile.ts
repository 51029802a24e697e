import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonSchema } from "../../../../policypack/model";
import { allowAccess, findAccess } from "../../../../automation/estate";
import { CREDENTIAL_SETTINGS } from "../../../../automation/estate/access/providerSettings";
import { ONE, queueIn, RULES, stackOf } from "./stacks";

const EVERYBODY = { ...RULES, accounts: [{ account: "*", scanRole: "arn:aws:iam::{account}:role/scan" }] };

describe("a provider in a state that somebody tampered with", () => {
  for (const [title, inputs, arn] of [
    ["that is cut off", { assumeRoles: '[{"roleArn":"arn:aws:iam::1111222', allowedAccountIds: "[" }, ""],
    ["that is nested without end", { assumeRoles: `${"[".repeat(20_000)}${"]".repeat(20_000)}` }, ""],
    ["whose account is a path", { allowedAccountIds: '["../../../etc","111122223333/../x"]' }, "arn:aws:sqs:x:../../..:q"],
    ["whose account has a digit too many", { allowedAccountIds: '["1111222233334"]' }, "arn:aws:sqs:x:1111222233334:q"],
    ["whose account has other digits", { allowedAccountIds: '["１１１１２２２２３３３３"]' }, "arn:aws:sqs:x:１１１１２２２２３３３３:q"],
    ["whose account has a line break", { allowedAccountIds: '["111122223333\\n"]' }, "arn:aws:sqs:x:111122223333\n:q"],
    ["whose settings are of the wrong kind", { assumeRoles: 7, assumeRole: [null, "x", { roleArn: 1 }], allowedAccountIds: { a: 1 }, region: {} }, ""],
    ["whose prototype is asked for", { assumeRoles: '{"__proto__":{"roleArn":"arn:aws:iam::111122223333:role/x"}}' }, ""],
  ] as const) {
    it(`tells no account: ${title}`, () => {
      const [found] = findAccess(stackOf({ inputs, resources: [{ arn }] }), EVERYBODY);
      assert.deepEqual([found?.account, found?.access.kind], [undefined, "refused"]);
    });
  }

  it("cannot fill a report with accounts", () => {
    const resources = Array.from({ length: 500 }, (_, index) => queueIn(String(111_122_220_000 + index)));
    const [found] = findAccess(stackOf({ resources }), EVERYBODY);
    assert.ok(found?.access.kind === "refused" && found.access.reason.length < 400);
    assert.match(found.access.reason, / and 497 more/);
  });

  it("law: whatever its settings are, only a configured role comes in, and it is one of that account", () => {
    const json = fc.jsonValue({ maxDepth: 3 }).map((value) => jsonSchema.parse(JSON.parse(JSON.stringify(value))));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...CREDENTIAL_SETTINGS, "region", "version", "allowedAccountIds"), fc.oneof(json, fc.string({ unit: "binary" }))), (inputs) => {
        const { copy, withheld } = allowAccess(stackOf({ inputs, resources: [queueIn(ONE)] }), EVERYBODY);
        const provider = copy.deployment.resources[0];
        const role = provider?.inputs["assumeRoles"] ?? provider?.inputs["assumeRole"] ?? "";
        assert.ok(typeof role === "string");
        assert.match(role, withheld.size > 0 ? /^$/ : /^\[?\{"roleArn":"arn:aws:iam::\d{12}:role\/scan","sessionName":"whodrift"\}\]?$/);
      }),
    );
  });
});
