import type { RunningProvider } from "./startProvider";

/** A provider of AWS takes 300 to 430 MB, which another account's stacks may need. */
const IDLE_MS = 60_000;

export interface Limits {
  /** Processes at once, leased and idle together, as long as no more are leased at once. */
  readonly most: number;
  /** How long one may wait for its next stack. */
  readonly idleMs?: number;
}

/** What came of a lease, and whether the process may serve another stack. */
export interface Used<Result> {
  readonly result: Result;
  readonly reusable: boolean;
}

interface Idle {
  readonly key: string;
  readonly provider: RunningProvider;
  readonly timer: NodeJS.Timeout;
}

/**
 * Provider processes that serve one stack after the other. Each has one key for life, and one lease at a time: the
 * configuration of a second stack overwrites the first one's, and with it the account that is read.
 */
export class SharedProviders {
  readonly #most: number;
  readonly #idleMs: number;
  /** The longest idle first. */
  readonly #idle: Idle[] = [];
  #leases = 0;
  #ended = false;

  constructor({ most, idleMs = IDLE_MS }: Limits) {
    this.#most = most;
    this.#idleMs = idleMs;
  }

  /**
   * Lets `use` have a process of this key to itself: an idle one, else one that `start` starts. It is ended after a
   * lease that threw or says that it is not reusable. @throws what `start` and `use` throw
   */
  async lease<Result>(key: string, start: () => Promise<RunningProvider>, use: (port: number) => Promise<Used<Result>>): Promise<Result> {
    this.#leases++;
    try {
      const provider = this.#take(key) ?? (await this.#startInsteadOfIdle(start));
      let reusable = false;
      try {
        const used = await use(provider.port);
        ({ reusable } = used);
        return used.result;
      } finally {
        if (reusable && !this.#ended) this.#keep(key, provider);
        else await provider.end();
      }
    } finally {
      this.#leases--;
    }
  }

  /** Ends the idle processes now, and the leased ones when they are given back. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#endIdle(0);
  }

  #take(key: string): RunningProvider | undefined {
    const found = this.#idle.findLast((idle) => idle.key === key);
    if (found !== undefined) this.#forget(found);
    return found?.provider;
  }

  async #startInsteadOfIdle(start: () => Promise<RunningProvider>): Promise<RunningProvider> {
    await this.#endIdle(Math.max(0, this.#most - this.#leases));
    return start();
  }

  #keep(key: string, provider: RunningProvider): void {
    const idle: Idle = {
      key,
      provider,
      timer: setTimeout(() => {
        this.#forget(idle);
        void provider.end();
      }, this.#idleMs),
    };
    this.#idle.push(idle);
    void provider.ended.then(() => {
      this.#forget(idle);
    });
  }

  #forget(idle: Idle): void {
    clearTimeout(idle.timer);
    const index = this.#idle.indexOf(idle);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  async #endIdle(spared: number): Promise<void> {
    const ending = this.#idle.slice(0, Math.max(0, this.#idle.length - spared));
    for (const idle of ending) this.#forget(idle);
    await Promise.all(ending.map(({ provider }) => provider.end()));
  }
}
