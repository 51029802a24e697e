import assert from "node:assert/strict";
import { checkInputs } from "./check";
import { typeOf } from "./types";
import { UNKNOWN, secret } from "./values";
import type { Values } from "./values";

const bucket = typeOf("aws:s3/bucket:Bucket");

function check(news: Values, olds: Values = {}, seed = "seed"): Values {
  return checkInputs(bucket, { name: "Assets", news, olds, seed: Buffer.from(seed), region: "eu-west-1", defaultTags: { env: "test" }, isIgnoredTag: (key) => key === "ignored" });
}

describe("the inputs that the provider makes of a program's", () => {
  it("have defaults, and say which they are", () => {
    const inputs = check({ bucket: "mine" });
    assert.equal(inputs["forceDestroy"], false);
    assert.equal(inputs["region"], "eu-west-1");
    assert.deepEqual(inputs["__defaults"], ["forceDestroy"]);
  });

  it("have a name of the resource's, the same in preview and update, another for another resource", () => {
    const { bucket: name } = check({});
    assert.ok(typeof name === "string");
    assert.match(name, /^assets-[0-9a-f]{7}$/);
    assert.equal(check({})["bucket"], name);
    assert.notEqual(check({}, {}, "other seed")["bucket"], name);
  });

  it("keep the name that was made before", () => {
    assert.equal(check({}, { bucket: "assets-0000000", __defaults: ["bucket"] })["bucket"], "assets-0000000");
    assert.notEqual(check({}, { bucket: "given", __defaults: [] })["bucket"], "given");
  });

  it("have the tags that everything gets, under those of the resource", () => {
    assert.deepEqual(check({ tags: { env: "prod", a: "1" } })["tagsAll"], { env: "prod", a: "1" });
    assert.deepEqual(check({ tags: { ignored: "1" } })["tagsAll"], { env: "test" });
    assert.equal(check({ tags: UNKNOWN })["tagsAll"], UNKNOWN);
  });

  it("have defaults inside blocks, which say so themselves", () => {
    const type = { ...bucket, defaults: { "rules[*].self": false, "launch.size": 8 }, maps: ["launch.variables"], secretOutputs: ["launch.key"] };
    const inputs = checkInputs(type, {
      name: "a", news: { bucket: "b", rules: [{ self: true }, { port: 1 }], launch: { key: "k", variables: { size: "1" }, nothing: null } },
      olds: {}, seed: Buffer.from(""), region: "eu-west-1", defaultTags: {}, isIgnoredTag: () => false,
    });
    assert.deepEqual(inputs["rules"], [{ self: true, __defaults: [] }, { port: 1, self: false, __defaults: ["self"] }]);
    assert.deepEqual(inputs["launch"], { key: secret("k"), variables: { size: "1" }, size: 8, __defaults: ["size"] });
    assert.deepEqual(inputs["__defaults"], []);
  });

  it("mark nested blocks with defaults of their own, and maps of the user's keys not", () => {
    const inputs = check({ tags: { a: "1" }, versioning: { enabled: true } });
    assert.deepEqual(inputs["tags"], { a: "1" });
    assert.deepEqual(inputs["versioning"], { enabled: true, __defaults: [] });
  });
});
