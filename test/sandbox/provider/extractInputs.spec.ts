import assert from "node:assert/strict";
import { extractInputs } from "./extractInputs";
import { isSecret, secret } from "./values";

describe("the inputs of a refreshed resource", () => {
  it("have live values, of declared properties only", () => {
    const declared = { name: "q", tags: { a: "1", gone: "1" }, __defaults: [] };
    const live = { name: "q", arn: "arn", tags: { a: "2", b: "3" } };
    assert.deepEqual(extractInputs(declared, live), { name: "q", tags: { a: "2" }, __defaults: [] });
  });

  it("have no more elements of a list than were declared", () => {
    assert.deepEqual(extractInputs({ list: ["a"] }, { list: ["x", "y"] }), { list: ["x"] });
    assert.deepEqual(extractInputs({ list: ["a", "b"] }, { list: ["x"] }), { list: ["x"] });
  });

  it("no longer call a default what has another value now", () => {
    const declared = { delaySeconds: 0, maxMessageSize: 1, __defaults: ["delaySeconds", "maxMessageSize"] };
    const live = { delaySeconds: 9, maxMessageSize: 1 };
    assert.deepEqual(extractInputs(declared, live), { ...live, __defaults: ["maxMessageSize"] });
  });

  it("are secret where the provider says so, whatever the program said", () => {
    const inputs = extractInputs({ value: "plain", description: secret("mine") }, { value: secret("live"), description: "live" });
    assert.ok(isSecret(inputs["value"]));
    assert.equal(inputs["description"], "live");
  });
});
