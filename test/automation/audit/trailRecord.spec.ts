import assert from "node:assert/strict";
import { trailRecordSchema } from "../../../automation/audit/trailRecord";

const minimal = { eventID: "1", eventTime: "2026-01-02T02:00:00Z", eventSource: "iam.amazonaws.com", eventName: "CreateUser" };

describe("trailRecordSchema", () => {
  for (const [how, given, read] of [
    ["as AWS writes it", "true", "true"],
    ["as collectors rewrite it", true, "true"],
    ["as nonsense, which is left out", { x: 1 }, undefined],
  ] as const) {
    it(`reads whether the credential is the console's, ${how}`, () => {
      assert.equal(trailRecordSchema.parse({ ...minimal, sessionCredentialFromConsole: given }).sessionCredentialFromConsole, read);
    });
  }
});
