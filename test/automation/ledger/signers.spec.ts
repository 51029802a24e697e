import assert from "node:assert/strict";
import { generateKeyPairSync, sign, constants, createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { mockClient, type AwsClientStub } from "aws-sdk-client-mock";
import { LedgerError, makeSigningKey, openSigner, type Signer } from "../../../automation/ledger";
import { signDocument } from "../../../automation/ledger/signDocument";
import { readPublicKey, verifyDocument } from "../../../policypack/signature/verify";
import type { JsonObject, Signature } from "../../../policypack/model";
import { serviceError } from "./memoryS3";

const ARN = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const document: JsonObject & { readonly signature?: Signature } = { schema: "x", b: [1, { a: "ä" }] };

async function verdictOf(signer: Signer) {
  const signed = await signDocument<JsonObject & { readonly signature?: Signature | undefined }>(document, signer);
  return verifyDocument(document, signed.signature, [await signer.publicKey()]);
}

describe("a key in a file", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whodrift-signer-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("signs what its public key verifies", async () => {
    const { privateKey, publicKey, keyId } = makeSigningKey();
    await writeFile(join(folder, "k.pem"), privateKey);
    const signer = (await openSigner({ key: "k.pem" }, { folder, env: {} })) ?? assert.fail();
    assert.equal(await verdictOf(signer), "verified");
    const trusted = readPublicKey(publicKey);
    assert.equal((await signer.publicKey()).keyId, keyId);
    assert.equal(trusted.keyId, keyId);
    assert.equal(verifyDocument({ ...document, b: [] }, await signer.sign(Buffer.from("other")), [trusted]), "forged");
  });

  it("comes out of the environment where it is there, and before a file", async () => {
    const { privateKey, keyId } = makeSigningKey();
    const signer = await openSigner({ key: "nowhere.pem" }, { folder, env: { WHODRIFT_SIGNING_KEY: privateKey } });
    assert.equal((await signer?.publicKey())?.keyId, keyId);
    assert.equal(await openSigner(undefined, { folder, env: { WHODRIFT_SIGNING_KEY: "" } }), undefined);
  });

  it("given no key, or one of another kind, says so without a word of what it has", async () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    for (const pem of ["secret-canary", rsa, makeSigningKey().publicKey]) {
      await assert.rejects(openSigner(undefined, { folder, env: { WHODRIFT_SIGNING_KEY: pem } }), (error) => error instanceof LedgerError && error.message.includes("WHODRIFT_SIGNING_KEY") && !error.message.includes(pem.slice(0, 12)));
    }
    await assert.rejects(openSigner({ key: "nowhere.pem" }, { folder, env: {} }), /nowhere\.pem cannot be read \(ENOENT\)/);
  });
});

describe("a key in AWS KMS", () => {
  let sdk: AwsClientStub<KMSClient>;
  beforeEach(() => {
    sdk = mockClient(KMSClient);
  });
  afterEach(() => {
    sdk.restore();
  });
  const open = async () => (await openSigner({ kms: ARN }, { folder: "/", env: { WHODRIFT_SIGNING_KEY: "not asked for" } })) ?? assert.fail();

  it("ECC_NIST_P256 signs the digest, in DER as KMS does, and its public key is asked for once", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    sdk.on(GetPublicKeyCommand, { KeyId: ARN }).resolves({ KeySpec: "ECC_NIST_P256", PublicKey: publicKey.export({ type: "spki", format: "der" }) });
    // KMS is given the digest; Node, that has the key, makes it itself.
    sdk.on(SignCommand).callsFake(({ Message: digest }: { readonly Message: Uint8Array }) => {
      assert.deepEqual(Buffer.from(digest), createHash("sha256").update(bytes).digest());
      return { Signature: sign("sha256", bytes, privateKey) };
    });
    const bytes = Buffer.from('{"b":[1,{"a":"ä"}],"schema":"x"}');
    const signer = await open();
    assert.equal(await verdictOf(signer), "verified");
    assert.equal(await verdictOf(signer), "verified");
    assert.equal(sdk.commandCalls(GetPublicKeyCommand).length, 1);
    const [call] = sdk.commandCalls(SignCommand);
    assert.partialDeepStrictEqual(call?.args[0].input, { KeyId: ARN, MessageType: "DIGEST", SigningAlgorithm: "ECDSA_SHA_256" });
  });

  it("RSA signs with PSS", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    sdk.on(GetPublicKeyCommand).resolves({ KeySpec: "RSA_2048", PublicKey: publicKey.export({ type: "spki", format: "der" }) });
    sdk.on(SignCommand, { SigningAlgorithm: "RSASSA_PSS_SHA_256" }).resolves({
      Signature: sign("sha256", Buffer.from('{"b":[1,{"a":"ä"}],"schema":"x"}'), { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }),
    });
    assert.equal(await verdictOf(await open()), "verified");
  });

  it("given that it is denied, names the action and the key", async () => {
    sdk.on(GetPublicKeyCommand).rejects(serviceError("AccessDeniedException"));
    await assert.rejects((await open()).sign(Buffer.from("x")), (error) => error instanceof LedgerError && error.fix === `allow kms:GetPublicKey on ${ARN}, and scan again`);
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    sdk.on(GetPublicKeyCommand).resolves({ KeySpec: "ECC_NIST_P256", PublicKey: publicKey.export({ type: "spki", format: "der" }) });
    sdk.on(SignCommand).rejects(serviceError("AccessDeniedException"));
    await assert.rejects((await open()).sign(Buffer.from("x")), (error) => error instanceof LedgerError && error.fix.startsWith(`allow kms:Sign on ${ARN}`));
  });

  it("given a key that is none to sign with, says which kinds are", async () => {
    sdk.on(GetPublicKeyCommand).resolves({ KeySpec: "ECC_SECG_P256K1", PublicKey: new Uint8Array() });
    await assert.rejects((await open()).sign(Buffer.from("x")), (error) => error instanceof LedgerError && error.fix.includes("ECC_NIST_P256"));
    sdk.on(GetPublicKeyCommand).rejects(serviceError("UnsupportedOperationException"));
    await assert.rejects((await open()).sign(Buffer.from("x")), /none to sign with/);
  });
});
