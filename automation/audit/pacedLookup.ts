import type { CloudTrailClient, LookupEventsCommandInput, LookupEventsCommandOutput } from "@aws-sdk/client-cloudtrail";

// LookupEvents allows 2 requests/s per account and region:
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
// A little slower than that, because requests do not take equally long to arrive; two may go at once.
const INTERVAL_MS = 525;

// 1 + 2 + 4 + 8 s: longer than any burst of another reader of the same history; after that it is not a burst.
const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000] as const;

const THROTTLED = new Set(["ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded"]);

/** Time as an argument, so that tests need not wait. */
export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

/** `send` of a CloudTrail client for one account and region. Best made with `maxAttempts: 1`: the pace is kept here. */
export type LookupClient = Pick<CloudTrailClient, "send">;

/** Sends LookupEvents to one account and region, no faster than AWS allows; requests of several callers queue up. */
export class PacedLookup {
  readonly #makeClient: () => LookupClient | Promise<LookupClient>;
  readonly #clock: Clock;
  #client: LookupClient | Promise<LookupClient> | undefined;
  /** When a request would be due if they went at even intervals. */
  #due = 0;

  /** @param makeClient called with the first request: the SDK refuses some regions when a client is made */
  constructor(makeClient: () => LookupClient | Promise<LookupClient>, clock: Clock) {
    this.#makeClient = makeClient;
    this.#clock = clock;
  }

  /**
   * @param onRequest called before each request, repeated ones too: AWS counts them all
   * @throws what the client throws, once backing off has not helped
   */
  async send(input: LookupEventsCommandInput, onRequest: () => void): Promise<LookupEventsCommandOutput> {
    const client = await (this.#client ??= this.#makeClient());
    const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
    for (let attempt = 0; ; attempt++) {
      await this.#wait();
      onRequest();
      try {
        return await client.send(new LookupEventsCommand(input));
      } catch (error) {
        const pause = BACK_OFF_MS[attempt];
        if (pause === undefined || !(error instanceof Error) || !THROTTLED.has(error.name)) throw error;
        await this.#clock.sleep(pause);
      }
    }
  }

  async #wait(): Promise<void> {
    const now = this.#clock.now().getTime();
    const start = Math.max(now, this.#due - INTERVAL_MS);
    this.#due = Math.max(now, this.#due) + INTERVAL_MS;
    if (start > now) await this.#clock.sleep(start - now);
  }
}
