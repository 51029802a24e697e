/** The user's mistake on the command line: one line, and what to type instead. Exit status 64. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
