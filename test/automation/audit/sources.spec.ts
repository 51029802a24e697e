import assert from "node:assert/strict";
import { parseConfig } from "../../../automation/config/loadConfig";

const parse = (text: string) => parseConfig(`audit:\n  sources: ${text}\n`, "whodrift.yaml").audit.sources;

describe("audit.sources", () => {
  it("is the event history where nothing is said", () => {
    assert.deepEqual(parseConfig("", "whodrift.yaml").audit.sources, [{ lookupEvents: {} }]);
  });

  it("is a list in order, and a bucket needs no more than its name", () => {
    assert.deepEqual(parse("[{ lookupEvents: {} }, { s3: { bucket: org-trail } }, { folder: saved }]"), [{ lookupEvents: {} }, { s3: { bucket: "org-trail", days: 90, verifyDigests: false } }, { folder: "saved" }]);
  });

  const mistakes: Readonly<Record<string, readonly [string, RegExp]>> = {
    "two sources in one": ["[{ lookupEvents: {}, folder: saved }]", /expected one of lookupEvents, s3 and folder/],
    "no source in one": ["[{}]", /expected one of lookupEvents, s3 and folder/],
    "a misspelt key": ["[{ s3: { bucket: org-trail, organisation: o-exampleorgid } }]", /organization/],
    "an organisation that is none": ["[{ s3: { bucket: org-trail, organization: acme } }]", /such as o-exampleorgid/],
    "a role that is none": ["[{ s3: { bucket: org-trail, role: reader } }]", /expected a role's ARN/],
    "no days": ["[{ s3: { bucket: org-trail, days: 0 } }]", /days/],
  };
  for (const [what, [text, message]] of Object.entries(mistakes)) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parse(text), { name: "ConfigError", message });
    });
  }
});
