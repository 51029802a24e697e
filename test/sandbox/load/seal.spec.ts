import assert from "node:assert/strict";
import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { z } from "zod";
import { openSeal } from "./seal";

describe("a secret in a written state", () => {
  it("opens with the passphrase and the state's salt, as the CLI opens it", async () => {
    const salt = Buffer.from("a salt of").toString("base64");
    const seal = await openSeal("sandbox", `v1:${salt}:v1:AAAA:BBBB`);
    const { ciphertext } = seal('"s3cret"');
    const [version, nonce = "", sealed = ""] = z.string().parse(ciphertext).split(":");
    const bytes = Buffer.from(sealed, "base64");
    const key = pbkdf2Sync("sandbox", Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64")).setAuthTag(bytes.subarray(-16));
    assert.equal(version, "v1");
    assert.equal(decipher.update(bytes.subarray(0, -16), undefined, "utf8") + decipher.final("utf8"), '"s3cret"');
  });

  it("is sealed anew each time, so that equal secrets do not look alike", async () => {
    const seal = await openSeal("sandbox", "v1:c2FsdA==:v1:AAAA:BBBB");
    assert.notEqual(seal("x")["ciphertext"], seal("x")["ciphertext"]);
  });
});
