import assert from "node:assert/strict";
import { isIdentityCenter } from "../../../automation/audit/identityCenter";

const reserved = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/";

describe("isIdentityCenter", () => {
  it("believes the path that is reserved to AWS, whatever the role is called", () => {
    assert.equal(isIdentityCenter("AWSReservedSSO_Admin_0123", `${reserved}AWSReservedSSO_Admin_0123`), true);
    assert.equal(isIdentityCenter("Admin", `${reserved}Admin`), true);
  });
  it("does not believe the name where the path is another", () => {
    assert.equal(isIdentityCenter("AWSReservedSSO_Admin_0123", "arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123"), false);
  });
});
