import assert from "node:assert/strict";
import fc from "fast-check";
import { principalsOf, readDocument, reordered, withPrincipals } from "./document";
import { isInside } from "./subnets";

const texts = fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1 }));
const statements = fc.array(
  fc.record({ Action: texts, Effect: fc.constantFrom("Allow", "Deny"), Principal: fc.record({ AWS: texts }), Resource: texts }),
  { minLength: 1 },
);

describe("a policy document as AWS answers it", () => {
  it("is the same when it is normalised again, and names the same principals", () => {
    fc.assert(fc.property(statements, (Statement) => {
      const read = readDocument(JSON.stringify({ Version: "2012-10-17", Statement }));
      assert.ok(read);
      const once = reordered(withPrincipals(read.json, (name) => name));
      assert.deepEqual(reordered(withPrincipals(once, (name) => name)), once);
      const again = readDocument(JSON.stringify(once));
      const named = principalsOf(read).map((name) => (/^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name));
      assert.deepEqual([...principalsOf(again ?? assert.fail("no policy any more"))].sort(), named.sort());
    }));
  });

  for (const [what, document] of Object.entries({
    "no JSON": "{",
    "no statement": '{"Version":"2012-10-17"}',
    "a statement without an action": '{"Statement":{"Effect":"Allow","Principal":"*"}}',
    "an effect that there is not": '{"Statement":[{"Effect":"Maybe","Action":"*"}]}',
    "a version that there is not": '{"Version":"2012","Statement":[{"Effect":"Allow","Action":"*"}]}',
  })) {
    it(`is none with ${what}`, () => {
      assert.equal(readDocument(document), undefined);
    });
  }
});

describe("a block of addresses", () => {
  it("is inside one that has all of its addresses", () => {
    assert.deepEqual([isInside("10.1.2.0/24", "10.1.0.0/16"), isInside("10.1.0.0/16", "10.1.2.0/24"), isInside("10.2.0.0/24", "10.1.0.0/16")], [true, false, false]);
    assert.equal(isInside("fd00::/8", "10.0.0.0/8"), false);
  });
});
