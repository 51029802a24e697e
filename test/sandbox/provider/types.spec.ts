import assert from "node:assert/strict";
import { declarationOf } from "./declaration";
import { gapsOf } from "./gaps";
import { tokens, typeOf } from "./types";

for (const token of tokens) {
  describe(`the stand-in's ${token}, held to what @pulumi/aws declares`, () => {
    const type = typeOf(token);
    const declared = declarationOf(token);
    const excused = gapsOf(token);
    const top = (paths: readonly string[]) => paths.map((path) => path.split(/[.[]/)[0] ?? "");
    const unexcused = (names: Iterable<string>) => [...names].filter((name) => !excused.has(name));

    it("has its token", () => {
      assert.equal(declared.token, token);
    });

    it("names only properties that there are", () => {
      const named = [type.forceNew, type.documents, type.sets, type.computed, type.secretOutputs, type.maps ?? [], Object.keys(type.defaults), type.autonamed ?? []];
      const known = new Set([...declared.outputs, ...declared.inputs]);
      assert.deepEqual(unexcused(top(named.flat()).filter((name) => !known.has(name))), []);
      assert.equal(type.tagged, declared.inputs.has("tags"));
      assert.equal(type.regional, declared.inputs.has("region"));
    });

    // An output that is always there, and that nobody has to give, is one that AWS gives.
    it("calls computed exactly what AWS may choose", () => {
      const apart = new Set([...declared.required, ...Object.keys(type.defaults), "region", "tagsAll", "name", "namePrefix", ...(type.autonamed === undefined ? [] : [type.autonamed, `${type.autonamed}Prefix`])]);
      const chosen = [...declared.always].filter((name) => !apart.has(name));
      const computed = new Set(type.computed.filter((path) => !/[.[]/.test(path)));
      assert.deepEqual(unexcused(chosen.filter((name) => !computed.has(name))), [], "missing");
      assert.deepEqual(unexcused([...computed].filter((name) => !declared.always.has(name))), [], "too many");
    });
  });
}
