import type { CloudTrailClient, LookupEventsCommandInput, LookupEventsCommandOutput } from "@aws-sdk/client-cloudtrail";
import { unlessStopped } from "./stopped";

// LookupEvents allows 2 requests/s per account and region:
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
// A little slower than that, because requests do not take equally long to arrive; two may go at once.
const INTERVAL_MS = 525;

// 1 + 2 + 4 + 8 s: longer than any burst of another reader of the same history; after that it is not a burst.
const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000] as const;

const THROTTLED = new Set(["ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded"]);

const EXPIRED = new Set(["ExpiredTokenException", "ExpiredToken", "RequestExpired"]);

// The SDK learns from such an answer how wrong this machine's clock is, and signs by AWS's from then on.
const SKEWED = new Set(["InvalidSignatureException", "SignatureDoesNotMatch", "RequestInTheFuture", "RequestTimeTooSkewed", "AuthFailure"]);

// Whoever asks next would be told the same.
const REFUSED = new Set([...EXPIRED, ...SKEWED, "AccessDeniedException", "AccessDenied", "UnrecognizedClientException", "InvalidClientTokenId", "OptInRequired"]);

/** Time as an argument, so that tests need not wait. */
export interface Clock {
  now(): Date;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** `send` of a CloudTrail client for one account and region. Best made with `maxAttempts: 1`: the pace is kept here. */
export type LookupClient = Pick<CloudTrailClient, "send">;

/**
 * Sends LookupEvents to one account and region, no faster than AWS allows; requests of several callers queue up, and
 * one that is throttled holds up all. Credentials that expire are renewed once.
 */
export class PacedLookup {
  readonly #makeClient: () => LookupClient | Promise<LookupClient>;
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  #client: Promise<LookupClient> | undefined;
  /** When a request would be due if they went at even intervals. */
  #due = 0;
  #throttled = 0;
  #renewed = false;
  #refused: Error | undefined;

  /**
   * @param makeClient called with the first request (the SDK refuses some regions when a client is made), and for new credentials
   * @param signal ends requests and pauses, and lets nothing more be asked
   */
  constructor(makeClient: () => LookupClient | Promise<LookupClient>, clock: Clock, signal?: AbortSignal) {
    this.#makeClient = makeClient;
    this.#clock = clock;
    this.#signal = signal;
  }

  /**
   * @param onRequest called before each request, repeated ones too: AWS counts them all
   * @throws what the client throws, once backing off has not helped; a refusal again without asking; `Stopped`
   */
  async send(input: LookupEventsCommandInput, onRequest: () => void): Promise<LookupEventsCommandOutput> {
    const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
    for (;;) {
      await this.#wait();
      if (this.#refused !== undefined) throw this.#refused;
      this.#client ??= this.#newClient();
      const client = this.#client;
      try {
        const usable = await unlessStopped(() => client, this.#signal);
        onRequest();
        const answer = await unlessStopped(() => usable.send(new LookupEventsCommand(input), this.#signal && { abortSignal: this.#signal }), this.#signal);
        this.#throttled = 0;
        return answer;
      } catch (error) {
        if (!this.#canGoOn(error, client)) throw error;
      }
    }
  }

  async #newClient(): Promise<LookupClient> {
    return this.#makeClient();
  }

  /** Where asking again may help, it makes ready for it. */
  #canGoOn(error: unknown, used: Promise<LookupClient>): boolean {
    if (!(error instanceof Error)) return false;
    const { name } = error;
    if (THROTTLED.has(name)) return this.#backOff();
    if (EXPIRED.has(name) || SKEWED.has(name)) {
      // Another caller's request was under way with the old credentials when they were renewed.
      if (this.#client !== used) return true;
      if (!this.#renewed) {
        this.#renewed = true;
        if (EXPIRED.has(name)) this.#client = undefined;
        return true;
      }
    }
    if (REFUSED.has(name)) this.#refused = error;
    return false;
  }

  /** Once that has been to no avail, every further caller tries once, and the first that succeeds ends it. */
  #backOff(): boolean {
    const pause = BACK_OFF_MS[this.#throttled++];
    if (pause === undefined) return false;
    this.#due = Math.max(this.#due, this.#clock.now().getTime() + pause + INTERVAL_MS);
    return true;
  }

  async #wait(): Promise<void> {
    const now = this.#clock.now().getTime();
    const start = Math.max(now, this.#due - INTERVAL_MS);
    this.#due = Math.max(now, this.#due) + INTERVAL_MS;
    if (start > now) await unlessStopped(() => this.#clock.sleep(start - now, this.#signal), this.#signal);
  }
}
