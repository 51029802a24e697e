import assert from "node:assert/strict";
import { UNKNOWN, secret } from "./values";
import type { Values } from "./values";
import { fromWire, toWire } from "./wire";

describe("properties on the wire", () => {
  it("come back as they went, with secrets and unknowns where they were", () => {
    const scalars: Values = { text: "a", number: 1.5, flag: false, nothing: null };
    const values: Values = { ...scalars, list: [1, secret("s")], block: { unknown: UNKNOWN, deep: secret({ a: UNKNOWN }) } };
    assert.deepEqual(fromWire(toWire(values)), values);
  });

  it("are empty where the engine sends none", () => {
    assert.deepEqual(fromWire(undefined), {});
  });

  it("are refused where this provider would not know what to do with them", () => {
    const asset = toWire({ asset: { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", hash: "" } });
    assert.throws(() => fromWire(asset), /assets/);
  });
});
