import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { parse } from "yaml";
import { codeTextOf } from "../../../automation/remediate/codeText";
import { formatPath, jsonSchema } from "../../../policypack/model";

describe("codeTextOf", () => {
  it("names the property, its value and where the resource is declared", () => {
    assert.deepEqual(codeTextOf({ path: "cfg.timeout", actual: 3 }, { file: "index.ts", line: 4 }), {
      path: "cfg.timeout",
      edit: "set",
      typescript: "timeout: 3,",
      yaml: "timeout: 3",
      declaredAt: { file: "index.ts", line: 4 },
    });
  });

  it("of an element, which has no place of its own, says to which list it is to be added", () => {
    assert.deepEqual(codeTextOf({ path: "ingress[1]", actual: { fromPort: 22, "a-b": ["x"] } }, undefined), {
      path: "ingress",
      edit: "add",
      typescript: '{ fromPort: 22, "a-b": ["x"] },',
      yaml: "- fromPort: 22\n  a-b:\n    - x",
    });
  });

  it("of what was taken away, says so", () => {
    assert.deepEqual(codeTextOf({ path: "tags.a" }, undefined), { path: "tags.a", edit: "remove" });
  });

  it("is TypeScript and YAML that have exactly the value, whatever is in it", () => {
    fc.assert(
      fc.property(fc.jsonValue().filter((value) => value !== null), fc.string({ minLength: 1 }), (raw, name) => {
        const actual = jsonSchema.parse(JSON.parse(JSON.stringify(raw)));
        const { typescript = "", yaml = "" } = codeTextOf({ path: formatPath([name]), actual }, undefined);
        const expected = plain(Object.fromEntries([[name, actual]]));
        assert.deepEqual(plain(runInNewContext(`({ ${typescript} })`)), expected);
        assert.deepEqual(plain(parse(yaml)), expected);
      }),
    );
  });
});

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
