import assert from "node:assert/strict";
import fc from "fast-check";
import { RecordSplitter, type SplitItem } from "../../../automation/audit/splitRecords";

function items(text: string, size = 7): readonly SplitItem[] {
  const bytes = Buffer.from(text);
  const splitter = new RecordSplitter();
  const found: SplitItem[] = [];
  // Each record is copied, because the piece is used again, as a stream may do.
  const take = (item: SplitItem) => found.push(item.kind === "record" ? { ...item, bytes: new Uint8Array(item.bytes) } : item);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = Buffer.from(bytes.subarray(at, at + size));
    splitter.push(piece).forEach(take);
    piece.fill(0);
  }
  splitter.end().forEach(take);
  return found;
}

function split(text: string, size?: number): readonly string[] {
  return items(text, size).map((item) => (item.kind === "record" ? Buffer.from(item.bytes).toString() : `broken: ${item.reason}`));
}

describe("RecordSplitter", () => {
  const a = '{"eventID":"a","x":{"y":["}","\\"{"]}}';
  const b = '{ "eventID": "b" }';
  const whole: Readonly<Record<string, string>> = {
    "a trail file": `{"Records":[${a},${b}]}`,
    "a trail file with other keys around": `{"version": "1", "Records" : [\n ${a} ,\n ${b}\n], "more": [1, {"a": 2}]}`,
    "a LookupEvents answer": `{"Events":[${a},${b}],"NextToken":"x"}`,
    "a bare list": `[${a},${b}]`,
    "one record a line": `${a}\n${b}\n`,
    "records one after the other": `${a}${b}`,
    "a byte order mark": `\uFEFF[${a},${b}]`,
  };
  for (const [what, text] of Object.entries(whole)) {
    it(`finds the exact texts in ${what}`, () => {
      assert.deepEqual(split(text), [a, b]);
    });
  }

  it("costs a broken line that line only", () => {
    assert.deepEqual(split(`${a}\n{"eventID":"cut\n${b}\n{"x":{"y":1,\n${a}\n`), [a, "broken: a record is cut off", b, "broken: a record is cut off", a]);
  });
  it("says that a file ends in the middle", () => {
    assert.deepEqual(split(`{"Records":[${a},{"eventID":`), [a, "broken: it ends in the middle of a record or list"]);
  });
  it("says that a text is no JSON", () => {
    assert.deepEqual(split("hello"), ["broken: it holds text that is not JSON"]);
  });
  it("finds nothing in nothing", () => {
    assert.deepEqual(split(""), []);
    assert.deepEqual(split('{"Records":[]}'), []);
  });

  describe("tells that a record is only a read", () => {
    const shapes: Readonly<Record<string, readonly [string, boolean]>> = {
      "from its own field": ['{"eventID":"a","readOnly":true,"x":1}', true],
      "not from a call that writes": ['{"eventID":"a","readOnly":false}', false],
      "not from its parameters": ['{"requestParameters":{"readOnly":true},"eventID":"a"}', false],
      "not from a text": ['{"eventName":"\\"readOnly\\":true"}', false],
      "not where it is written otherwise": ['{"readOnly" : true}', false],
    };
    for (const [what, [text, isRead]] of Object.entries(shapes)) {
      it(what, () => {
        for (const around of [text, `{"Records":[${text}]}`, `[${text},${text}]`]) {
          for (const item of items(around, 1_000)) assert.equal(item.kind === "record" && item.isRead, isRead, around);
        }
      });
    }
    it("from no other record", () => {
      assert.deepEqual(items('{"Records":[{"readOnly":true},{"a":1}]}', 1_000).map((item) => item.kind === "record" && item.isRead), [true, false]);
    });
  });

  it("gives back any records, in any shape and cut anywhere", () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }).filter((one) => !("Records" in one) && !("Events" in one));
    fc.assert(
      fc.property(fc.array(record), fc.constantFrom("list", "file", "lines"), fc.integer({ min: 1, max: 50 }), fc.boolean(), (records, shape, size, pretty) => {
        const texts = records.map((one) => JSON.stringify(one, null, pretty && shape !== "lines" ? 2 : undefined));
        const text = shape === "lines" ? texts.join("\n") : shape === "list" ? `[${texts.join(",\n")}]` : `{"Records":[${texts.join(",")}]}`;
        assert.deepEqual(split(text, size), texts);
      }),
    );
  });
});
