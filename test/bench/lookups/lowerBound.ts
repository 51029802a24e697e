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
  let requests = 0;
  for (let reached = new Set([0]); !reached.has(all); requests++) {
    reached = new Set([...reached].flatMap((mask) => {
      // One page or another must bring the first that is missing.
      const missing = ~mask & (mask + 1);
      return [...pages].filter((page) => (page & missing) !== 0).map((page) => mask | page);
    }));
  }
  return requests;
}
