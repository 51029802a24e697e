import assert from "node:assert/strict";
import fc from "fast-check";
import { splitRecords } from "../../../automation/audit/splitRecords";

async function split(text: string, size = 7): Promise<readonly string[]> {
  async function* chunks() {
    for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size));
  }
  const items: string[] = [];
  for await (const item of splitRecords(chunks())) items.push(item.kind === "record" ? item.text : `broken: ${item.reason}`);
  return items;
}

describe("splitRecords", () => {
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
    it(`finds the exact texts in ${what}`, async () => {
      assert.deepEqual(await split(text), [a, b]);
    });
  }

  it("costs a broken line that line only", async () => {
    assert.deepEqual(await split(`${a}\n{"eventID":"cut\n${b}\n{"x":{"y":1,\n${a}\n`), [a, "broken: a record is cut off", b, "broken: a record is cut off", a]);
  });
  it("says that a file ends in the middle", async () => {
    assert.deepEqual(await split(`{"Records":[${a},{"eventID":`), [a, "broken: it ends in the middle of a record or list"]);
  });
  it("says that a text is no JSON", async () => {
    assert.deepEqual(await split("hello"), ["broken: it holds text that is not JSON"]);
  });
  it("finds nothing in nothing", async () => {
    assert.deepEqual(await split(""), []);
    assert.deepEqual(await split('{"Records":[]}'), []);
  });

  it("gives back any records, in any shape and cut anywhere", async () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }).filter((one) => !("Records" in one) && !("Events" in one));
    await fc.assert(
      fc.asyncProperty(fc.array(record), fc.constantFrom("list", "file", "lines"), fc.integer({ min: 1, max: 50 }), fc.boolean(), async (records, shape, size, pretty) => {
        const texts = records.map((one) => JSON.stringify(one, null, pretty && shape !== "lines" ? 2 : undefined));
        const text = shape === "lines" ? texts.join("\n") : shape === "list" ? `[${texts.join(",\n")}]` : `{"Records":[${texts.join(",")}]}`;
        assert.deepEqual(await split(text, size), texts);
      }),
    );
  });
});
