import { resolve } from "node:path";
import { z } from "zod";
import type { Signer } from "./ledger";
import { keyFileSigner, keySigner } from "./keySigner";
import { KMS_ARN, kmsSigner } from "./kmsSigner";

/** The private key itself, in PEM: CI keeps secrets in variables, not in files. */
export const SIGNING_KEY_VARIABLE = "WHODRIFT_SIGNING_KEY";

/** `ledger.sign` in `whodrift.yaml`. */
export const signSchema = z.union([
  z
    .strictObject({
      /** A file with an Ed25519 private key, relative to the config file; WHODRIFT_SIGNING_KEY comes before it. */
      key: z.string().min(1),
    })
    .readonly(),
  z
    .strictObject({
      /** ARN of an asymmetric key in AWS KMS, or of its alias. */
      kms: z.string().regex(KMS_ARN, "expected the ARN of a KMS key or alias"),
    })
    .readonly(),
]);
export type SignSettings = z.infer<typeof signSchema>;

/**
 * @param folder what the file's path starts from
 * @returns undefined where nothing is to sign
 * @throws {LedgerError}
 */
export async function openSigner(settings: SignSettings | undefined, { folder, env }: { readonly folder: string; readonly env: Readonly<Record<string, string>> }): Promise<Signer | undefined> {
  if (settings && "kms" in settings) return kmsSigner(settings.kms);
  // As everywhere, an empty variable is none.
  const pem = env[SIGNING_KEY_VARIABLE] ?? "";
  if (pem !== "") return keySigner(pem, SIGNING_KEY_VARIABLE);
  return settings && (await keyFileSigner(resolve(folder, settings.key)));
}
