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

  it("keep files and archives whole", () => {
    const file = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", hash: "1", text: "a" };
    const values: Values = { code: { "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", hash: "2", assets: { "index.js": file } } };
    assert.deepEqual(fromWire(toWire(values)), values);
  });

  it("are refused where this provider would not know what to do with them", () => {
    const reference = toWire({ bucket: { "4dabf18193072939515e22adb298388d": "5cf8f73096256a8f31e491e813e4eb8e", urn: "" } });
    assert.throws(() => fromWire(reference), /references/);
  });
});
