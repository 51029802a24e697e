import type { ScanEvent } from "../scan";
import { START } from "../estate";

/** How far a scan is. Times are in milliseconds since 1970. */
export interface Pace {
  /** Resources of the stacks that have not begun. */
  readonly waiting: ReadonlyMap<string, number>;
  readonly running: ReadonlyMap<string, Running>;
  readonly stacks: number;
  readonly done: number;
  readonly drifted: number;
  /** Of which not everything was read. */
  readonly incomplete: number;
  /** Of the stacks that are done, in resources; each stack's start counts as some. */
  readonly work: number;
  readonly since: number;
  /** When something was heard last. */
  readonly heard: number;
}

export interface Running {
  readonly since: number;
  readonly resources: number;
  readonly read: number;
  /** Everything has been read; what it means is found out. */
  readonly refreshed: boolean;
}

export function begin(): Pace {
  return { waiting: new Map(), running: new Map(), stacks: 0, done: 0, drifted: 0, incomplete: 0, work: 0, since: 0, heard: 0 };
}

export function follow(pace: Pace, event: ScanEvent, now: number): Pace {
  switch (event.kind) {
    case "discovered":
      return { ...begin(), waiting: event.sizes, stacks: event.stacks, since: now, heard: now };
    case "started":
      return { ...pace, heard: now, waiting: without(pace.waiting, event.stack), running: new Map(pace.running).set(event.stack, { since: now, resources: event.resources, read: 0, refreshed: false }) };
    case "read":
      return change(pace, event.stack, now, (stack) => ({ ...stack, read: Math.min(stack.read + 1, stack.resources) }));
    case "refreshed":
      return change(pace, event.stack, now, (stack) => ({ ...stack, refreshed: true }));
    case "checked": {
      const { stack, status } = event.report;
      return {
        ...pace,
        heard: now,
        waiting: without(pace.waiting, stack),
        running: without(pace.running, stack),
        done: pace.done + 1,
        drifted: pace.drifted + Number(status === "drifted"),
        incomplete: pace.incomplete + Number(status === "partial" || status === "unchecked"),
        // One that never began, an empty one, has cost nothing.
        work: pace.work + weightOf(pace.running.get(stack)?.resources),
      };
    }
    case "memory-limits":
    case "installing":
    case "retried":
    case "failed":
      return pace;
  }
}

/** Too little work done says little of the rest. */
const ENOUGH = 0.05;
/** So long without a word is usual, between two resources of a slow service. */
const QUIET_MS = 10_000;

/**
 * How long the rest takes, in milliseconds: at the speed so far, and not shorter than the stack that has most left by
 * itself. Undefined as long as that cannot be told, or where it should have ended and has not.
 */
export function timeLeft(pace: Pace, now: number): number | undefined {
  const running = [...pace.running.values()].filter(({ refreshed }) => !refreshed);
  const begun = running.reduce((sum, stack) => sum + workOf(stack), 0);
  const rest = running.map((stack) => weightOf(stack.resources) - workOf(stack));
  const waiting = [...pace.waiting.values()].reduce((sum, resources) => sum + weightOf(resources), 0);
  const work = pace.work + begun;
  const left = waiting + rest.reduce((sum, one) => sum + one, 0);
  const taken = now - pace.since;
  if (left <= 0 || taken <= 0 || work < ENOUGH * (work + left)) return undefined;
  const alone = running.map((stack, index) => (workOf(stack) === 0 ? 0 : ((rest[index] ?? 0) * (now - stack.since)) / workOf(stack)));
  const time = Math.max((left * taken) / work, ...alone);
  return now - pace.heard > Math.max(time, QUIET_MS) ? undefined : time;
}

function weightOf(resources: number | undefined): number {
  return resources === undefined ? 0 : START + resources;
}

/** That a stack has started is known by the first resource that was read. */
function workOf({ read }: Running): number {
  return read === 0 ? 0 : START + read;
}

function change(pace: Pace, stack: string, now: number, to: (stack: Running) => Running): Pace {
  const running = pace.running.get(stack);
  return running === undefined ? pace : { ...pace, heard: now, running: new Map(pace.running).set(stack, to(running)) };
}

function without<Value>(map: ReadonlyMap<string, Value>, name: string): ReadonlyMap<string, Value> {
  const rest = new Map(map);
  rest.delete(name);
  return rest;
}
