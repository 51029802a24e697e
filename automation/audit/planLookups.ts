import type { LookupAttribute } from "@aws-sdk/client-cloudtrail";

/** What is to be explained, and by which questions it could be. */
export interface Wanted {
  /** Milliseconds since the epoch: nothing older matters. */
  readonly since: number;
  /** The likeliest first. */
  readonly names: readonly string[];
  /** Whether the first of them is what such resources are known to be listed under. */
  readonly isListed: boolean;
  /** The only event names that can have done it; undefined where that is not known. */
  readonly operations?: readonly string[] | undefined;
}

/** What has been read of a place, and what the rest would cost. Numbers are of requests; Infinity: more than is affordable. */
export interface Standing {
  /** To read all that changed anything since then. Zero: it has been. */
  readonly sweepTo: (since: number) => number;
  /** To read all that one question brings, as far as what was read tells. Zero: it has been; Infinity: it cannot be. */
  readonly read: (attribute: LookupAttribute, since: number) => number;
  /** Spent on questions so far, which a sweep would have answered too. */
  readonly spent: number;
  /** The last night's changes: since then, reading on is worth its requests even where little speaks for it. */
  readonly recently: number;
}

export type Step =
  | { readonly kind: "sweep"; readonly since: number }
  /** One page more of each. */
  | { readonly kind: "ask"; readonly attributes: readonly LookupAttribute[] }
  | { readonly kind: "done" };

export const byName = (name: string): LookupAttribute => ({ AttributeKey: "ResourceName", AttributeValue: name });
export const byOperation = (operation: string): LookupAttribute => ({ AttributeKey: "EventName", AttributeValue: operation });

/**
 * The cheapest next step: to ask for each resource by name or by what can have changed it, or to sweep all that
 * changed anything. What was spent on questions counts for the sweep, because stacks come one after the other: so at
 * most twice is spent what the cheaper of the two would have cost, had all been known.
 */
export function planLookups(wanted: readonly Wanted[], standing: Standing): Step {
  const missing = wanted.filter(({ since }) => standing.sweepTo(since) > 0);
  if (missing.length === 0) return { kind: "done" };
  const asked = new Map(missing.flatMap((one) => askFor(one, standing)).map((question) => [JSON.stringify(question.attribute), question]));
  const questions = [...asked.values()];
  const cost = questions.reduce((sum, { requests }) => sum + requests, 0);
  const since = Math.min(...missing.map((one) => one.since));
  if (questions.length > 0) {
    const swept = standing.sweepTo(since) <= cost + standing.spent;
    return swept ? { kind: "sweep", since } : { kind: "ask", attributes: questions.map(({ attribute }) => attribute) };
  }
  const unanswered = missing.filter(({ operations }) => operations === undefined).map((one) => Math.max(one.since, standing.recently));
  const last = Math.min(...unanswered);
  return unanswered.length > 0 && Number.isFinite(standing.sweepTo(last)) && standing.sweepTo(last) > 0 ? { kind: "sweep", since: last } : { kind: "done" };
}

interface Question {
  readonly attribute: LookupAttribute;
  readonly requests: number;
}

/** A name at a time, because one is mostly enough; all operations together, because any of them can be the one. */
function askFor({ since, names, isListed, operations }: Wanted, standing: Standing): readonly Question[] {
  const costSince = (from: number) => (attribute: LookupAttribute): Question => ({ attribute, requests: standing.read(attribute, from) });
  const isOpen = ({ requests }: Question) => requests > 0 && Number.isFinite(requests);
  const operated = operations?.map(byOperation);
  // Nothing else can have changed it.
  if (operated?.map(costSince(since)).every(({ requests }) => requests === 0) === true) return [];
  const [first] = names;
  const isUnnamed = isListed && first !== undefined && standing.read(byName(first), since) === 0;
  const named = names.map(byName).map(costSince(since)).filter(isOpen);
  const called = (operated ?? []).map(costSince(isUnnamed ? Math.max(since, standing.recently) : since)).filter(isOpen);
  const [name] = named;
  const [byNames, byOperations] = [isListed ? Math.min(1, named.length) : named.length, called.reduce((sum, { requests }) => sum + requests, 0)];
  if (name === undefined || (called.length > 0 && byOperations <= byNames)) return called;
  return [{ attribute: name.attribute, requests: byNames }];
}
