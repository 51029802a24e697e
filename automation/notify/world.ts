/** What sending needs of the world. */
export interface World {
  /** Where secrets are. */
  readonly env: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
  readonly now: () => Date;
  /** Resolves early where the signal is aborted. @param milliseconds */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** From 0 to 1, so that many scans that were refused at once do not come back at once. */
  readonly random: () => number;
  /** Aborted on Ctrl-C: what is not sent by then is sent next time. */
  readonly signal: AbortSignal;
}
