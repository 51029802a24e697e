import { isJson, isJsonObject, type Signature } from "../../policypack/model";
import { signedBytes } from "../../policypack/signature/verify";
import type { Signer } from "./ledger";

/**
 * The document with a signature over all the rest of it, as it will be read. Without a signer it has none: that of an
 * earlier version would be wrong.
 * @throws {LedgerError} where the key cannot be used
 */
export async function signDocument<T extends { readonly signature?: Signature | undefined }>(document: T, signer: Signer | undefined): Promise<T> {
  if (signer === undefined) return { ...document, signature: undefined };
  const written: unknown = JSON.parse(JSON.stringify(document));
  if (!isJson(written) || !isJsonObject(written)) throw new TypeError("only a JSON object can be signed");
  return { ...document, signature: await signer.sign(signedBytes(written)) };
}
