import assert from "node:assert/strict";
import { indexRecords } from "../../../automation/attribute/indexRecords";
import { alice, record } from "./shapes/records";

const deletion = (more: Readonly<Record<string, unknown>>) => record("lambda", "DeleteFunction", "02:00", alice, { functionName: "resize" }, { eventID: "redacted", ...more });
const found = (...records: readonly ReturnType<typeof record>[]) => indexRecords(records, new Set(["resize"])).naming(["resize"]).length;

describe("indexRecords", () => {
  it("takes a record once, however often it was delivered", () => {
    assert.equal(found(deletion({}), deletion({})), 1);
  });
  it("keeps records of several accounts and regions apart, though redaction gave them one id", () => {
    assert.equal(found(deletion({}), deletion({ awsRegion: "us-east-1" }), deletion({ recipientAccountId: "444455556666" })), 3);
  });
});
