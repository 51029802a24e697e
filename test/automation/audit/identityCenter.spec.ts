import assert from "node:assert/strict";
import { isIdentityCenter } from "../../../automation/audit/identityCenter";

describe("isIdentityCenter", () => {
  it("believes the path that is reserved to AWS, whatever the role is called", () => {
    assert.equal(isIdentityCenter("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_1"), true);
    assert.equal(isIdentityCenter("arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Admin"), true);
  });

  it("believes no name: anybody may give it to a role", () => {
    assert.equal(isIdentityCenter("arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_1"), false);
    assert.equal(isIdentityCenter(undefined), false);
  });
});
