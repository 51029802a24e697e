import type { EventHistory, Happened } from "./eventHistory";
import { valuesOf } from "./eventHistory";

const PAGE = 50;
// What is known of a change before it is found: not who made it.
const KEYS = ["ReadOnly", "EventName", "EventSource", "ResourceName"] as const;

/**
 * The fewest requests that bring these events of one place, for a reader who knew of each beforehand when it happened, by
 * which operation and on what: every request brings fifty events at most, which have one attribute in common and follow
 * upon each other. Exact: the smallest set of pages that covers them.
 */
export function fewestRequests(history: EventHistory, events: readonly Happened[]): number {
  const pages = new Set(events.flatMap((newest) => KEYS.flatMap((AttributeKey) => valuesOf(newest, AttributeKey).map((AttributeValue) => {
    const page = new Set(history.newest({ AttributeKey, AttributeValue }, newest.at, PAGE).map(({ id }) => id));
    return events.reduce((mask, { id }, index) => (page.has(id) ? mask | (1 << index) : mask), 0);
  }))));
  const all = (1 << events.length) - 1;
  const fewest = new Map<number, number>([[0, 0]]);
  for (let requests = 0, reached: readonly number[] = [0]; !fewest.has(all); ) {
    requests++;
    const further = new Set(reached.flatMap((mask) => [...pages].map((page) => mask | page)).filter((mask) => !fewest.has(mask)));
    for (const mask of further) fewest.set(mask, requests);
    reached = [...further];
  }
  return fewest.get(all) ?? 0;
}
