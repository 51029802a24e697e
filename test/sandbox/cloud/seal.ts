/** What stands for the Cloud's encryption: enough that nobody finds a secret by looking for it. Both are base64. */
export function seal(plaintext: string): string {
  return Buffer.from(Buffer.from(plaintext).map(flipped)).toString("base64");
}

/** The plaintext of what `seal` gave, in base64 as the API has it. */
export function unseal(ciphertext: string): string {
  return Buffer.from(Buffer.from(ciphertext, "base64").map(flipped)).toString("base64");
}

function flipped(byte: number): number {
  return byte ^ 0x5a;
}
