import assert from "node:assert/strict";
import { sanitise } from "./sanitise";

describe("the corpus: sanitise", () => {
  const places = { "/sandbox": "/var/tmp/whodrift sandbox x1" };

  it("gives the same id the same new one in every text, and another one another", () => {
    const [state, event] = sanitise(['{"id":"sg-0a1b2c3d4e5f60718"}', '{"id":"sg-0a1b2c3d4e5f60718","other":"sg-0ffffffffffffffff"}'], places);
    assert.equal(state, '{"id":"sg-00000000000000001"}');
    assert.equal(event, '{"id":"sg-00000000000000001","other":"sg-00000000000000002"}');
  });

  it("keeps two times and two ciphertexts apart, and equal ones equal", () => {
    const times = '["2026-11-25T01:02:03Z","2026-11-25T01:02:04.123Z","2026-11-25T01:02:03Z"]';
    assert.deepEqual(sanitise([times], places), ['["2026-01-01T00:00:01.000Z","2026-01-01T00:00:02.000Z","2026-01-01T00:00:01.000Z"]']);
    const ciphers = '["v1:AAAAAAAAAAA=:abc=","v1:BBBBBBBBBBB=:abc="]';
    assert.deepEqual(sanitise([ciphers], places), ['["v1:0000000000000001:recorded","v1:0000000000000002:recorded"]']);
  });

  it("leaves no path, port or time of the machine", () => {
    const event = '{"timestamp":1764029112,"message":"at /var/tmp/whodrift sandbox x1/bin, dial tcp 127.0.0.1:39503","from":"project:///../../home/me/x.js#3,1"}';
    assert.deepEqual(sanitise([event], places), ['{"timestamp":0,"message":"at /sandbox/bin, dial tcp 127.0.0.1:4566","from":"project:///index.ts#1,1"}']);
  });

  it("changes nothing the second time", () => {
    const [once = ""] = sanitise(['{"id":"sgr-0a1b2c3d4e5f60718","at":"2026-11-25T01:02:03Z","salt":"v1:AAAA:v1:x","key":"AKIAABCDEFGHIJKLMNOP"}'], places);
    assert.deepEqual(sanitise([once], places), [once]);
  });
});
