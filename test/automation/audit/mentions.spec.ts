import assert from "node:assert/strict";
import fc from "fast-check";
import { mentionsAny } from "../../../automation/audit/mentions";
import { parseRecord } from "../../../automation/audit/parseRecord";
import { namesIn } from "../../../automation/attribute/namedResources";

const base = { eventID: "a", eventTime: "2026-01-02T02:00:00Z", eventSource: "ssm.amazonaws.com", eventName: "PutParameter" };

describe("mentionsAny", () => {
  const text = JSON.stringify({ ...base, requestParameters: { name: "/app/prod", arn: "arn:aws:sqs:eu-west-1:111122223333:orders-2", note: "line\nlast" } });
  for (const name of ["/app/prod", "orders-2", "arn:aws:sqs:eu-west-1:111122223333:orders-2", "last"]) {
    it(`finds ${name}`, () => {
      assert.ok(mentionsAny(["nothing", name])(text));
    });
  }
  for (const name of ["orders", "app-2", "rders-2", "nlast"]) {
    it(`does not take a part of a word for ${name}`, () => {
      assert.equal(mentionsAny([name])(text), false);
    });
  }
  it("finds nothing where nothing is looked for", () => {
    assert.equal(mentionsAny([])(text), false);
  });

  it("never misses what a record names, whatever it is called and however it is written", () => {
    const name = fc.oneof(fc.string({ minLength: 1, unit: "grapheme" }), fc.stringMatching(/^[\w./:-]{1,20}$/));
    const place = fc.constantFrom((one: string) => one, (one: string) => `arn:aws:ssm:eu-west-1:111122223333:parameter${one}`, (one: string) => `arn:aws:sqs:eu-west-1:111122223333:${one}`, (one: string) => `alias/${one}:1`);
    fc.assert(
      fc.property(name, place, fc.constantFrom("ssm", "sqs", "s3"), fc.boolean(), (one, put, service, escaped) => {
        const json = JSON.stringify({ ...base, eventSource: `${service}.amazonaws.com`, requestParameters: { x: [put(one)] } });
        const written = escaped ? json.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`) : json;
        const record = parseRecord(written, { source: "trail-files", location: "x" });
        assert.ok(record);
        for (const named of namesIn(record.record)) assert.ok(mentionsAny([named])(written), named);
      }),
      { numRuns: 500 },
    );
  });
});
