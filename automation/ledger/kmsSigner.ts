import { createHash, createPublicKey } from "node:crypto";
import type * as KMS from "@aws-sdk/client-kms";
import type { Signature } from "../../policypack/model";
import { keyIdOf, type TrustedKey } from "../../policypack/signature/verify";
import type { Signer } from "./ledger";
import { LedgerError } from "./ledgerError";

type Right = "kms:GetPublicKey" | "kms:Sign";

interface Opened extends TrustedKey {
  readonly sdk: typeof KMS;
  readonly client: KMS.KMSClient;
  readonly signing: Signing;
}

interface Signing {
  readonly algorithm: Signature["algorithm"];
  readonly name: KMS.SigningAlgorithmSpec;
}

/** A KMS key or alias: its ARN names the region. */
export const KMS_ARN = /^arn:aws[\w-]*:kms:([a-z0-9-]+):\d{12}:(key|alias)\/\S+$/;

/**
 * Signs with an asymmetric key in AWS KMS: ECC_NIST_P256 or RSA_2048 to RSA_4096, for SIGN_VERIFY. It needs
 * `kms:GetPublicKey`, which is asked once, and `kms:Sign`. The SDK is loaded with first use.
 */
export function kmsSigner(arn: string): Signer {
  let opened: Promise<Opened> | undefined;
  const open = () => (opened ??= connect(arn));
  return {
    publicKey: async () => {
      const { key, keyId } = await open();
      return { key, keyId };
    },
    sign: async (bytes) => {
      const { sdk, client, signing, keyId } = await open();
      // What is signed has more than the 4,096 bytes that KMS takes as they are.
      // https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
      const digest = createHash("sha256").update(bytes).digest();
      const { Signature: value } = await ask(arn, "kms:Sign", () => client.send(new sdk.SignCommand({ KeyId: arn, Message: digest, MessageType: "DIGEST", SigningAlgorithm: signing.name })));
      if (value === undefined) throw new LedgerError(`the key ${arn} gave no signature`, "scan again");
      return { algorithm: signing.algorithm, keyId, value: Buffer.from(value).toString("base64") };
    },
  };
}

async function connect(arn: string): Promise<Opened> {
  const [, region = ""] = KMS_ARN.exec(arn) ?? [];
  const sdk = await import("@aws-sdk/client-kms");
  const client = new sdk.KMSClient({ region });
  const { PublicKey: der, KeySpec: spec } = await ask(arn, "kms:GetPublicKey", () => client.send(new sdk.GetPublicKeyCommand({ KeyId: arn })));
  const signing = signingOf(spec);
  if (signing === undefined || der === undefined) throw new LedgerError(`the key ${arn} cannot sign a ledger: it is of kind ${spec ?? "unknown"}`, "use a key of kind ECC_NIST_P256, or RSA_2048 to RSA_4096, for SIGN_VERIFY");
  const key = createPublicKey({ key: Buffer.from(der), format: "der", type: "spki" });
  return { sdk, client, signing, key, keyId: keyIdOf(key) };
}

function signingOf(spec: KMS.KeySpec | undefined): Signing | undefined {
  switch (spec) {
    case "ECC_NIST_P256":
      return { algorithm: "ecdsa-sha256", name: "ECDSA_SHA_256" };
    case "RSA_2048":
    case "RSA_3072":
    case "RSA_4096":
      return { algorithm: "rsa-pss-sha256", name: "RSASSA_PSS_SHA_256" };
    default:
      return undefined;
  }
}

async function ask<T>(arn: string, right: Right, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
    if (name === "AccessDeniedException") throw new LedgerError(`the signing key ${arn} may not be used: ${right} is needed`, `allow ${right} on ${arn}, and scan again`, { cause: error });
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html: of a symmetric key, or one for encryption
    if (name === "UnsupportedOperationException" || name === "InvalidKeyUsageException") throw new LedgerError(`the key ${arn} is none to sign with`, "use an asymmetric key for SIGN_VERIFY", { cause: error });
    throw new LedgerError(`the signing key ${arn} cannot be used: ${message.split("\n")[0] ?? name}`, "see that the key exists and is enabled, and scan again", { cause: error });
  }
}
