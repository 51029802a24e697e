import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { readTrust } from "../../../policypack/openDrift/trustedKeys";
import { keyIdOf, readPublicKey } from "../../../policypack/signature/verify";
import { makeSignatory } from "../signing";

const [one, two] = [makeSignatory().publicPem, makeSignatory().publicPem];
const idOf = (pem: string) => keyIdOf(readPublicKey(pem).key);

describe("readTrust", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "whodrift-trust-"));
    mkdirSync(join(folder, "keys"));
    writeFileSync(join(folder, "keys", "one.pem"), one);
    writeFileSync(join(folder, "keys", "two.pem"), two);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const ids = (given: string) => readTrust(given, [join(folder, "elsewhere"), folder]).keys.map(({ keyId }) => keyId);

  it("takes keys as they are, several too", () => {
    assert.deepEqual(ids(`${one}${two}`), [idOf(one), idOf(two)]);
  });

  it("takes paths, relative ones from the project's folder", () => {
    assert.deepEqual(ids([join(folder, "keys", "one.pem"), join("keys", "two.pem")].join(delimiter)), [idOf(one), idOf(two)]);
  });

  it("tells that nobody asked from that nothing could be read", () => {
    assert.deepEqual(readTrust(undefined, []), { keys: [], asked: false, problems: [] });
    assert.deepEqual(readTrust("", []), { keys: [], asked: false, problems: [] });
    const { keys, asked, problems } = readTrust(["nowhere.pem", join(folder, "keys", "one.pem")].join(delimiter), []);
    assert.deepEqual([keys.length, asked, problems.length], [1, true, 1]);
    assert.match(problems[0] ?? "", /^nowhere\.pem: /);
  });

  it("says nothing of what a broken key holds", () => {
    const { problems } = readTrust("-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----", []);
    assert.equal(problems.length, 1);
    assert.doesNotMatch(problems.join(), /CANARY/);
  });
});
