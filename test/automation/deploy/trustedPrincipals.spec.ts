import assert from "node:assert/strict";
import { parseTrustedPrincipals } from "../../../automation/deploy/trustedPrincipals";

const CI = "arn:aws:iam::111122223333:role/ci/github-actions";

describe("the principals that may assume the scanner's role", () => {
  it("are ARNs of roles, users, accounts and sessions, in every partition", () => {
    const arns = [
      CI,
      "arn:aws:iam::111122223333:user/bob@example.com",
      "arn:aws:iam::111122223333:root",
      "arn:aws:sts::111122223333:assumed-role/ci/nightly",
      "arn:aws-us-gov:iam::111122223333:role/ci",
      "arn:aws-cn:iam::111122223333:role/ci",
    ];
    assert.deepEqual(parseTrustedPrincipals(JSON.stringify(arns)), arns);
  });

  const refused: Readonly<Record<string, string | undefined>> = {
    "nothing configured": undefined,
    "an empty text": "",
    "an empty list": "[]",
    "one ARN, not in a list": CI,
    "everybody": '["*"]',
    "a part of the roles": '["arn:aws:iam::111122223333:role/*"]',
    "an ARN among others that is none": JSON.stringify([CI, "github-actions"]),
    "an ARN of something that cannot act": '["arn:aws:iam::111122223333:policy/ci"]',
    "an ARN with a line behind it": JSON.stringify([`${CI}\n*`]),
    "a list of something else": "[7]",
  };
  for (const [what, configured] of Object.entries(refused)) {
    it(`are not ${what}`, () => {
      assert.equal(parseTrustedPrincipals(configured), undefined);
    });
  }
});
