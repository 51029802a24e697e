import assert from "node:assert/strict";
import { parseScannerSettings } from "../../../automation/deploy/scannerSettings";

describe("what of the scanner's policy depends on the estate", () => {
  it("is nothing, where nothing is configured", () => {
    assert.deepEqual(parseScannerSettings(undefined), {});
  });

  it("is the trail's bucket, the roles of other accounts, and whether AWS's own policy is attached", () => {
    const settings = { trail: { bucket: "log-archive", prefix: "org/trail", key: "arn:aws:kms:eu-west-1:111122223333:key/mrk-0a1b" }, assumeRoles: ["arn:aws:iam::*:role/whodrift-scan", "arn:aws:iam::111122223333:role/a/b"], securityAudit: true };
    assert.deepEqual(parseScannerSettings(JSON.stringify(settings)), settings);
  });

  const refused: Readonly<Record<string, readonly [unknown, RegExp]>> = {
    "every bucket": [{ trail: { bucket: "*" } }, /whodrift:scanner\.trail\.bucket: expected a bucket's name/],
    "a prefix that is a wildcard": [{ trail: { bucket: "logs", prefix: "*" } }, /without wildcards/],
    "every key": [{ trail: { bucket: "logs", key: "*" } }, /expected a key's ARN/],
    "every role": [{ assumeRoles: ["*"] }, /whodrift:scanner\.assumeRoles\.0: expected a role's ARN/],
    "every role of an account": [{ assumeRoles: ["arn:aws:iam::111122223333:role/*"] }, /expected a role's ARN/],
    "a misspelt key": [{ assumeRole: [] }, /assumeRole/],
    "no object": ["log-archive", /expected object/],
  };
  for (const [what, [configured, says]] of Object.entries(refused)) {
    it(`is not ${what}`, () => {
      const parsed = parseScannerSettings(JSON.stringify(configured));
      assert.match("wrong" in parsed ? parsed.wrong : "accepted", says);
    });
  }

  it("is no text that is no JSON", () => {
    assert.ok("wrong" in parseScannerSettings("{"));
  });
});
