import type { LookupAttribute } from "@aws-sdk/client-cloudtrail";
import type { Answers, KeptAnswer } from "./answerStore";
import { formatEventTime, parseEventTime } from "./eventTime";
import { History, type Reading } from "./history";
import type { Listing } from "./listing";
import type { PacedLookup } from "./pacedLookup";
import type { Whereabouts } from "./place";
import { byName, byOperation, planLookups, type Standing, type Wanted } from "./planLookups";

// 2,000 writes, twenty seconds: a day of a usual account, minutes of a busy one.
const MOST_SWEPT_PAGES = 40;

// A name's own history is short; one with more than 100 writes is not explained by reading further.
const MOST_NAME_PAGES = 2;

// 400 calls of one kind: where there are more, a name is cheaper.
const MOST_OPERATION_PAGES = 8;

// What changed since yesterday's scan, with some time for its own delays.
const RECENTLY_MS = 26 * 3_600_000;

// Twice as long as events may be on their way: this machine's clock may be minutes ahead of CloudTrail's.
const FINAL_MS = 30 * 60_000;

const CHANGES: LookupAttribute = { AttributeKey: "ReadOnly", AttributeValue: "false" };

export interface Span {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** All that is read of one account's event history in one region: every question is asked once, whoever needs it. */
export class PlaceHistory {
  readonly #lookup: PacedLookup;
  readonly #span: Span;
  readonly #location: string;
  readonly #listing: Listing;
  readonly #answers: Answers | undefined;
  readonly #recalled = new Map<string, Promise<void>>();
  #spent = 0;
  readonly #histories = new Map<string, History>();

  /**
   * @param span the most that can be read
   * @param answers of earlier scans
   */
  constructor(lookup: PacedLookup, span: Span, location: string, listing: Listing, answers?: Answers) {
    this.#lookup = lookup;
    this.#span = span;
    this.#location = location;
    this.#listing = listing;
    this.#answers = answers;
  }

  get requests(): number {
    return [...this.#histories.values()].reduce((sum, history) => sum + history.requests, 0);
  }

  /** The next step towards what these resources need, and all that was read for them so far. */
  async lookUp(resources: readonly Whereabouts[], since: number): Promise<Reading> {
    const questions = resources.flatMap(questionsAbout);
    await Promise.all([CHANGES, ...questions].map((attribute) => this.#recall(attribute, this.#span)));
    // A sweep tells all that names and operations would.
    for (const attribute of questions) this.#known(attribute)?.skipTo(this.#history(CHANGES).reached);
    const step = this.#plan(resources, since);
    if (step.kind === "sweep") {
      const writes = this.#history(CHANGES);
      // In steps, because something newer may explain everything.
      await writes.readBackTo(step.since, Math.max(2 * writes.pages, 1));
      await this.#keep(CHANGES);
    }
    if (step.kind === "ask") {
      await Promise.all(
        step.attributes.map(async (attribute) => {
          const history = this.#history(attribute);
          this.#spent++;
          await history.readBackTo(this.#span.from, history.pages + 1);
          await this.#keep(attribute);
        }),
      );
    }
    return this.#tell(resources, since, step.kind === "done");
  }

  /** The calls that are listed under an access key. */
  async session(accessKeyId: string, span: Span): Promise<Reading> {
    const attribute = byName(accessKeyId);
    await this.#recall(attribute, span);
    const reading = await this.#history(attribute, span).readBackTo(span.from);
    await this.#keep(attribute);
    return reading;
  }

  /** Before its history is begun. */
  async #recall(attribute: LookupAttribute, span: Span): Promise<void> {
    const answers = this.#answers;
    if (answers === undefined) return;
    const key = JSON.stringify(attribute);
    const begin = async () => {
      const kept = await answers.recall(attribute);
      if (kept !== undefined) this.#history(attribute, span, kept);
    };
    const recalled = this.#recalled.get(key) ?? begin();
    this.#recalled.set(key, recalled);
    await recalled;
  }

  async #keep(attribute: LookupAttribute): Promise<void> {
    const answer = this.#answers && this.#known(attribute)?.whatToKeep();
    if (answer !== undefined) await this.#answers?.keep(attribute, answer);
  }

  #plan(resources: readonly Whereabouts[], since: number) {
    const writes = this.#history(CHANGES);
    const standing: Standing = {
      sweepTo: (from) => {
        const pages = writes.pagesTo(from);
        return writes.pages + pages > MOST_SWEPT_PAGES ? Infinity : pages;
      },
      read: (attribute, from) => this.#costOf(attribute, from),
      spent: this.#spent,
      recently: this.#span.to - RECENTLY_MS,
    };
    return planLookups(resources.map((resource) => this.#wanted(resource, since)), standing);
  }

  #wanted({ names, services = [], operations, since }: Whereabouts, otherwise: number): Wanted {
    return { ...this.#listing.rank(names, services), since: this.#since(since, otherwise), operations };
  }

  #since(since: string | undefined, otherwise: number): number {
    return Math.max(parseEventTime(since ?? "") ?? otherwise, this.#span.from);
  }

  /** What was read by names is said to be a gap only where nothing is left to ask: until then it may explain everything. */
  async #tell(resources: readonly Whereabouts[], since: number, isDone: boolean): Promise<Reading> {
    const writes = await this.#history(CHANGES).readBackTo(this.#span.to);
    const isSwept = (resource: Whereabouts) => writes.reached <= this.#since(resource.since, since);
    if (resources.every(isSwept)) return { ...writes, ended: true };
    const histories = new Set(resources.flatMap(questionsAbout).flatMap((attribute) => this.#known(attribute) ?? []));
    const answers = await Promise.all([...histories].filter(({ pages }) => pages > 0).map((history) => history.readBackTo(this.#span.to)));
    const records = [...new Map([writes, ...answers].flatMap((answer) => answer.records.map((trailed) => [trailed.record.eventID, trailed] as const))).values()];
    const gaps = [...new Set([writes, ...answers].flatMap((answer) => answer.gaps))];
    if (resources.every((resource) => isSwept(resource) || this.#hasAllOperations(resource, since))) return { records, reached: since, gaps, ended: true };
    if (!isDone) return { records, reached: writes.reached, gaps, ended: false };
    const unlisted = `before ${formatEventTime(writes.reached)} only events were read that CloudTrail lists under a name of the resource, or that are known to change it`;
    const isRead = answers.some(({ reached }) => reached < this.#span.to);
    return { records, reached: isRead ? Math.max(...answers.map(({ reached }) => reached)) : writes.reached, gaps: isRead ? [unlisted, ...gaps] : gaps, ended: true };
  }

  #hasAllOperations({ operations, since }: Whereabouts, otherwise: number): boolean {
    return operations?.every((operation) => this.#known(byOperation(operation))?.pagesTo(this.#since(since, otherwise)) === 0) === true;
  }

  #costOf(attribute: LookupAttribute, since: number): number {
    const history = this.#known(attribute);
    const pages = history?.pagesTo(since) ?? 1;
    return Number.isFinite(pages) ? Math.min(pages, mostPagesOf(attribute) - (history?.pages ?? 0)) : Infinity;
  }

  #known(attribute: LookupAttribute): History | undefined {
    return this.#histories.get(JSON.stringify(attribute));
  }

  #history(attribute: LookupAttribute, span = this.#span, kept?: KeptAnswer): History {
    const key = JSON.stringify(attribute);
    const known = this.#histories.get(key);
    if (known) return known;
    const history = new History(this.#lookup, {
      attribute,
      ...span,
      location: this.#location,
      mostPages: mostPagesOf(attribute),
      kept,
      final: this.#answers && this.#span.to - FINAL_MS,
      onEvent: (event) => {
        this.#listing.learn(event);
      },
    });
    this.#histories.set(key, history);
    return history;
  }
}

function questionsAbout({ names, operations = [] }: Whereabouts): readonly LookupAttribute[] {
  return [...names.map(byName), ...operations.map(byOperation)];
}

function mostPagesOf({ AttributeKey }: LookupAttribute): number {
  if (AttributeKey === "ResourceName") return MOST_NAME_PAGES;
  return AttributeKey === "EventName" ? MOST_OPERATION_PAGES : MOST_SWEPT_PAGES;
}
