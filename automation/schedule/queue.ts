import pLimit from "p-limit";
import { USUAL_NEED, type Need } from "./need";

export interface Limits {
  /** Stacks refreshed at once. */
  readonly concurrency: number;
  /** For the CLIs and their providers; without it, memory is no limit. */
  readonly memoryBytes?: number | undefined;
  /** How many stacks may read an account at once; undefined where that is no limit. */
  readonly perAccount: (account: string) => number | undefined;
}

/** The road of one stack as far as it takes room. */
export interface Job<State, Result> {
  readonly read: () => Promise<State>;
  readonly needOf: (state: State) => Need;
  readonly work: (state: State) => Promise<Result>;
}

export interface Queue {
  /** Reads and works when there is room, in the order of arrival as far as that is wise; each job works once. */
  readonly run: <State extends object, Result>(job: Job<State, Result>) => Promise<Result>;
  /** Within `work`: no more than `concurrency` at once. What is done before it is done ahead, by one stack. */
  readonly turn: <T>(run: () => Promise<T>) => Promise<T>;
}

// Made ready while the others run, so that none waits for its files to be written.
const AHEAD = 1;

interface Entry {
  need: Need;
  readonly arrival: number;
  /** How many that came later were let in because this one was too large for the memory that was left. */
  overtaken: number;
  begin: () => void;
}

/**
 * A queue that lets a stack begin when there is room for it: a place, memory, and its accounts' limits. A stack larger
 * than everything runs alone.
 *
 * Who does not fit is passed over, so that the room is used. Nobody waits for ever: for an account stacks queue
 * strictly in order; who lacks memory is overtaken by as many as there are places, and then nobody begins before it.
 *
 * What a stack needs is known when its state is read. A state that has to wait then is dropped, and read again later:
 * no more are held in memory than there are places.
 * @param tellMemory once, where memory keeps `concurrency` from being reached: how many run instead
 */
export function openQueue(limits: Limits, tellMemory: (atOnce: number) => void): Queue {
  const places = limits.concurrency + AHEAD;
  const memory = limits.memoryBytes ?? Infinity;
  const waiting: Entry[] = [];
  const begun = new Set<Entry>();
  let arrivals = 0;
  let told = false;

  async function run<State extends object, Result>(job: Job<State, Result>): Promise<Result> {
    const entry: Entry = { need: USUAL_NEED, arrival: arrivals++, overtaken: 0, begin: () => undefined };
    let admitted = enter(entry);
    try {
      let state: State | undefined;
      while (state === undefined) {
        await admitted;
        state = await readWithin(job);
      }
      return await job.work(state);
    } finally {
      begun.delete(entry);
      admit();
    }

    /** Undefined where what it turns out to need makes it wait again. */
    async function readWithin({ read, needOf }: Pick<Job<State, Result>, "read" | "needOf">): Promise<State | undefined> {
      const found = await read();
      const assumed = entry.need;
      entry.need = needOf(found);
      if (isWithin(entry.need, assumed)) {
        admit();
        return found;
      }
      begun.delete(entry);
      admitted = enter(entry);
      return begun.has(entry) ? found : undefined;
    }
  }

  function enter(entry: Entry): Promise<void> {
    return new Promise((resolve) => {
      entry.begin = resolve;
      waiting.push(entry);
      waiting.sort((one, other) => one.arrival - other.arrival);
      admit();
    });
  }

  function admit(): void {
    const claimed = new Set<string>();
    const overtaken: Entry[] = [];
    for (const entry of [...waiting]) {
      if (begun.size >= places) return;
      switch (lackOf(entry.need, claimed)) {
        case undefined:
          waiting.splice(waiting.indexOf(entry), 1);
          begun.add(entry);
          entry.begin();
          for (const earlier of overtaken) earlier.overtaken += 1;
          break;
        case "account":
          for (const account of entry.need.accounts) claimed.add(account);
          break;
        case "memory":
          tellOnce();
          if (entry.overtaken >= places) return;
          overtaken.push(entry);
          break;
      }
    }
  }

  function lackOf({ memoryBytes, accounts }: Need, claimed: ReadonlySet<string>): "account" | "memory" | undefined {
    if (begun.size === 0) return undefined;
    const needs = [...begun].map(({ need }) => need);
    const isFull = (account: string) => needs.filter((need) => need.accounts.includes(account)).length >= (limits.perAccount(account) ?? Infinity);
    if (accounts.some((account) => claimed.has(account) || isFull(account))) return "account";
    return needs.reduce((sum, need) => sum + need.memoryBytes, memoryBytes) > memory ? "memory" : undefined;
  }

  function tellOnce(): void {
    if (told || begun.size >= limits.concurrency) return;
    told = true;
    tellMemory(begun.size);
  }

  return { run, turn: pLimit(limits.concurrency) };
}

function isWithin(one: Need, other: Need): boolean {
  return one.memoryBytes <= other.memoryBytes && one.accounts.every((account) => other.accounts.includes(account));
}
