import { z } from "zod";

/** Ed25519 (a key file), and what AWS KMS signs with: ECDSA on P-256 and RSASSA-PSS, both over SHA-256. */
export const signatureSchema = z
  .strictObject({
    algorithm: z.enum(["ed25519", "ecdsa-sha256", "rsa-pss-sha256"]),
    /** sha256, in hex, of the public key (SPKI, DER): which key it was, for whoever trusts several. */
    keyId: z.string().regex(/^[0-9a-f]{64}$/),
    value: z.base64(),
  })
  .readonly();
export type Signature = z.infer<typeof signatureSchema>;
