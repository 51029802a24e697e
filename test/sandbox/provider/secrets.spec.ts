import assert from "node:assert/strict";
import { markSecrets } from "./secrets";
import { UNKNOWN, secret } from "./values";

describe("what the provider's schema calls sensitive", () => {
  it("is secret at its path, once, wherever that is", () => {
    const patterns = ["value", "users[*].password", "environment.variables"];
    const values = { value: "v", users: [{ name: "a", password: "p" }], environment: { variables: { a: "1" } }, password: "not this one" };
    const marked = {
      value: secret("v"),
      users: [{ name: "a", password: secret("p") }],
      environment: { variables: secret({ a: "1" }) },
      password: "not this one",
    };
    assert.deepEqual(markSecrets(patterns, values), marked);
    assert.deepEqual(markSecrets(patterns, marked), marked);
  });

  it("is left alone while it is not known", () => {
    assert.deepEqual(markSecrets(["value"], { value: UNKNOWN }), { value: UNKNOWN });
  });
});
