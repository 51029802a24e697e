/**
 * The ledger's place does not do what was asked of it. The message is one line that names no key, so that what keeps a
 * hundred stacks from being recorded is one and the same reason.
 */
export class LedgerError extends Error {
  override readonly name = "LedgerError";

  /** @param fix what a person can do about it */
  constructor(
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
