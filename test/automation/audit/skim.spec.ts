import assert from "node:assert/strict";
import fc from "fast-check";
import { skim } from "../../../automation/audit/skim";

const said = { eventTime: "2026-01-02T02:00:00Z", awsRegion: "eu-west-1", recipientAccountId: "111122223333" };
const told = { time: Date.parse(said.eventTime), account: "111122223333", region: "eu-west-1" };

describe("skimming a record's text", () => {
  it("tells when and where the call was recorded", () => {
    assert.deepEqual(skim(JSON.stringify({ eventName: "PutObject", ...said })), told);
  });

  it("is told nothing by what callers choose: either the record's own, or it must be parsed", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("eventTime", "awsRegion", "recipientAccountId", "x"), fc.oneof(fc.string(), fc.constant('"eventTime":"2030-01-01T00:00:00Z"'))), (requestParameters) => {
        const skimmed = skim(JSON.stringify({ userIdentity: { requestParameters }, ...said }));
        assert.ok(skimmed === undefined || JSON.stringify(skimmed) === JSON.stringify(told));
      }),
    );
  });

  for (const [what, text] of Object.entries({
    "a LookupEvents answer": JSON.stringify({ CloudTrailEvent: JSON.stringify(said) }),
    "a record without a region": JSON.stringify({ ...said, awsRegion: undefined }),
    "a time that is none": JSON.stringify({ ...said, eventTime: "yesterday" }),
    "text that somebody laid out": JSON.stringify(said, undefined, 2),
    "no JSON": '"eventTime":"',
  })) {
    it(`leaves ${what} to be parsed`, () => {
      assert.equal(skim(text), undefined);
    });
  }
});
