import { createHash } from "node:crypto";
import type { LimitFunction } from "p-limit";
import { parseEventTime } from "./eventTime";
import { mentionsAny } from "./mentions";
import { readTrailFile } from "./trailFile";
import type { DeliveredFile, Listing } from "./trailFolder";
import type { CloudTrailRecord, TrailRecord } from "./trailRecord";

/** Is this call worth keeping where changes of the resources with these names are looked for? */
export type Matters = (record: CloudTrailRecord, names: ReadonlySet<string>) => boolean;

export interface DayOutcome {
  readonly records: readonly TrailRecord[];
  readonly gaps: readonly string[];
  readonly files: number;
  /** The last delivery, milliseconds since the epoch. */
  readonly newest: number | undefined;
  /** The first and last event of files that do not tell when they were delivered. */
  readonly undated: { readonly from: number; readonly to: number } | undefined;
}

/**
 * One day's deliveries for one place. Everybody who asks while they are read is answered by the next reading, all
 * together; nobody's names are looked for twice.
 */
export class DeliveredDay {
  readonly #list: () => Promise<Listing>;
  readonly #turn: LimitFunction;
  readonly #matters: Matters;
  readonly #which: "changes" | "every call";
  readonly #known = new Set<string>();
  readonly #records = new Map<string, TrailRecord>();
  readonly #gaps = new Set<string>();
  #waiting = new Set<string>();
  #reading: Promise<void> | undefined;
  #listing: Promise<Listing> | undefined;
  #newest: number | undefined;
  #files = 0;
  #undated: { from: number; to: number } | undefined;

  /** @param turn how many files are open at once, over all days and places */
  constructor(list: () => Promise<Listing>, turn: LimitFunction, matters: Matters, which: "changes" | "every call" = "changes") {
    this.#list = list;
    this.#turn = turn;
    this.#matters = matters;
    this.#which = which;
  }

  async read(names: readonly string[]): Promise<DayOutcome> {
    for (const name of names) if (!this.#known.has(name)) this.#waiting.add(name);
    while (!names.every((name) => this.#known.has(name))) {
      this.#reading ??= this.#readWaiting().finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
    }
    return { records: [...this.#records.values()], gaps: [...this.#gaps], files: this.#files, newest: this.#newest, undated: this.#undated };
  }

  async #readWaiting(): Promise<void> {
    const { files, gaps } = await (this.#listing ??= this.#list());
    const names = this.#waiting;
    this.#waiting = new Set();
    for (const gap of gaps) this.#gaps.add(gap);
    this.#files = files.length;
    this.#newest = files.reduce<number | undefined>((newest, { delivered }) => (delivered === undefined ? newest : Math.max(newest ?? delivered, delivered)), undefined);
    const mentions = mentionsAny(names);
    await Promise.all(files.map((file) => this.#turn(() => this.#readFile(file, names, mentions))));
    for (const name of names) this.#known.add(name);
  }

  async #readFile(file: DeliveredFile, names: ReadonlySet<string>, mentions: (text: string) => boolean): Promise<void> {
    const gaps: string[] = [];
    const found: TrailRecord[] = [];
    const hash = file.signedHash === undefined ? undefined : createHash("sha256");
    const isWanted = (text: () => string, isRead: boolean) => {
      if (file.delivered === undefined) this.#see(text());
      return (!isRead || this.#which === "every call") && mentions(text());
    };
    for await (const trailed of readTrailFile(file, gaps, { isWanted, ...(hash && { onContent: (bytes) => hash.update(bytes) }) })) {
      if (this.#matters(trailed.record, names)) found.push(trailed);
    }
    const isSound = hash?.digest("hex") === file.signedHash;
    if (hash !== undefined && !isSound) gaps.push(`${file.name}: it is not what CloudTrail signed`);
    for (const trailed of found) this.#records.set(trailed.sha256, hash !== undefined && isSound ? { ...trailed, verified: true } : trailed);
    for (const gap of gaps) this.#gaps.add(gap);
  }

  #see(text: string): void {
    const time = parseEventTime(EVENT_TIME.exec(text)?.[1] ?? "");
    if (time === undefined) return;
    const { from, to } = this.#undated ?? { from: time, to: time };
    this.#undated = { from: Math.min(from, time), to: Math.max(to, time) };
  }
}

const EVENT_TIME = /"eventTime"\s*:\s*"([^"]{1,40})"/;
