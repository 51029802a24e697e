import assert from "node:assert/strict";
import type { ObjectStore } from "../../../automation/estate/objectStore";
import { keepTagged, parseStackTag, type StackTag } from "../../../automation/estate/stackTag";

const stacks = ["dev", "prod", "bare"].map((stack) => ({ name: `organization/shop/${stack}`, project: "shop", stack }));

function storeOf(files: Readonly<Record<string, string>>): ObjectStore {
  const read = (key: string) => {
    const text = files[key];
    return Promise.resolve(text === undefined ? undefined : { bytes: Buffer.from(text), mark: "1" });
  };
  return { list: () => Promise.resolve([]), find: () => Promise.resolve([]), read, requests: () => 0 };
}

describe("stack tags", () => {
  for (const [text, tag] of [
    ["env", { name: "env" }],
    ["env=prod", { name: "env", value: "prod" }],
    ["gh:url=https://x/?a=b", { name: "gh:url", value: "https://x/?a=b" }],
    ["env=", { name: "env", value: "" }],
    ["", undefined],
    ["=prod", undefined],
  ] as const) {
    it(`${JSON.stringify(text)} is ${JSON.stringify(tag)}`, () => {
      assert.deepEqual(parseStackTag(text), tag);
    });
  }

  describe("of a self-managed backend", () => {
    const tags = (of: Readonly<Record<string, string>>) => JSON.stringify({ version: 1, tags: of });
    const store = storeOf({ ".pulumi/stacks/shop/dev.pulumi-tags": tags({ env: "dev", owner: "web" }), ".pulumi/stacks/shop/prod.pulumi-tags": tags({ env: "prod" }) });
    const kept = async (...asked: readonly StackTag[]) => (await keepTagged(store, stacks, asked)).map(({ stack }) => stack);

    it("keep the stacks that have all of them, with the value where one is asked for", async () => {
      assert.deepEqual(await kept({ name: "env" }), ["dev", "prod"]);
      assert.deepEqual(await kept({ name: "env", value: "prod" }), ["prod"]);
      assert.deepEqual(await kept({ name: "env" }, { name: "owner", value: "web" }), ["dev"]);
      assert.deepEqual(await kept({ name: "env" }, { name: "owner", value: "net" }), []);
      assert.deepEqual(await kept({ name: "toString" }), []);
    });

    it("that cannot be understood stop the scan: such a stack would be left out without a word", async () => {
      for (const broken of ["{", "[]", '{"version":2,"tags":{}}', '{"version":1,"tags":{"env":1}}']) {
        await assert.rejects(keepTagged(storeOf({ ".pulumi/stacks/shop/dev.pulumi-tags": broken }), stacks, [{ name: "env" }]), /^BackendError: the tags of organization\/shop\/dev cannot be understood$/);
      }
    });
  });
});
