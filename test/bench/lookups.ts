import pLimit from "p-limit";
import { LookupTrail } from "../../automation/audit/lookupTrail";
import type { LookupClient } from "../../automation/audit/pacedLookup";
import { Masker } from "../../automation/compare";
import { investigate } from "../../automation/investigate";
import { counts, isAttributed, type AttributedDrift } from "../../policypack/model";
import { EventHistory, streamsOf, type Density } from "./lookups/eventHistory";
import { lookupClient } from "./lookups/lookupClient";
import { fewestRequests } from "./lookups/lowerBound";
import { ACCOUNTS, nightOf, NOW, REGIONS, type Case } from "./lookups/night";

export interface LookupsBench {
  readonly stacks: number;
  readonly drift: number;
  readonly concurrency: number;
  /** Whether the last line is the outcome as JSON. */
  readonly json?: true;
}

export interface LookupsOutcome {
  readonly requests: number;
  readonly lowerBound: number;
  readonly ratio: number;
  /** Of those whose change is kept. */
  readonly attributed: number;
  readonly attributable: number;
}

interface SimulatedPlace {
  readonly account: string;
  readonly region: string;
  readonly density: Density;
  readonly history: EventHistory;
  readonly cases: readonly Case[];
}

/** Investigates a night's drift against simulated event histories, and prints what that takes. */
export async function benchLookups(options: LookupsBench): Promise<void> {
  const { places, outcome } = await simulateNight(options);
  for (const { account, region, density, history, cases } of places) {
    const bound = boundOf({ history, cases });
    console.log(`${account} ${region.padEnd(14)} ${density.padEnd(5)}  ${cases.length} drifted, ${history.requests} requests, at least ${bound}`);
  }
  const slowest = Math.max(...places.map(({ history }) => history.requests));
  console.log(`\n${outcome.attributed} of ${options.drift} resources were given somebody; of ${options.drift - outcome.attributable} nothing is kept.`);
  console.log(`Requests: ${outcome.requests}, at most ${slowest} to one place, which takes ${Math.ceil(slowest / 2)} s at the 2 requests/s that AWS allows.`);
  console.log(`Lower bound: ${outcome.lowerBound}. So few would do for a reader who knew of each change when it was made, by which operation and on what,`);
  console.log("and of each role session when it was opened: pages of 50 consecutive events that have one attribute in common, as few as cover them.");
  console.log(`Ratio: ${outcome.ratio}`);
  if (options.json) console.log(JSON.stringify(outcome));
}

export async function simulateNight({ stacks, drift, concurrency }: LookupsBench): Promise<{ readonly places: readonly SimulatedPlace[]; readonly outcome: LookupsOutcome }> {
  const night = nightOf(stacks, drift);
  const places = placesOf(night.cases);
  const trail = trailOf(places);
  const context = { trails: [trail], deployPrincipals: [], masker: new Masker(Buffer.from("bench")), now: () => new Date(NOW) };
  const limit = pLimit(concurrency);
  const found = await Promise.all(night.stacks.map(({ state, cases }) => limit(() => investigate(state, cases.map((one) => one.drift), context))));
  const attributed = found.flatMap((one) => one.attributed).filter(isExplained).length;
  const requests = trail.usage().lookupRequests;
  const lowerBound = places.reduce((sum, place) => sum + boundOf(place), 0);
  const attributable = night.cases.filter(({ change }) => change !== undefined).length;
  return { places, outcome: { requests, lowerBound, ratio: Math.round((100 * requests) / lowerBound) / 100, attributed, attributable } };
}

function isExplained({ changes }: AttributedDrift): boolean {
  return changes.filter(counts).every(({ attribution }) => isAttributed(attribution) && attribution.confidence !== "possible");
}

const DENSITY: Readonly<Record<(typeof REGIONS)[number], Density>> = { "us-east-1": "usual", "eu-west-1": "busy", "ap-southeast-2": "quiet" };

function placesOf(cases: readonly Case[]): readonly SimulatedPlace[] {
  return ACCOUNTS.flatMap((account) => REGIONS.map((region) => {
    const here = cases.filter((one) => one.account === account && one.region === region);
    const density = DENSITY[region];
    return { account, region, density, cases: here, history: new EventHistory(here.flatMap(eventsOf), streamsOf(density), NOW) };
  }));
}

function eventsOf({ change, opened }: Case) {
  return [change, opened].flatMap((event) => event ?? []);
}

/** A place with drift takes a request, whatever is kept there. */
function boundOf({ history, cases }: Pick<SimulatedPlace, "history" | "cases">): number {
  return cases.length === 0 ? 0 : Math.max(1, fewestRequests(history, cases.flatMap(eventsOf)));
}

function trailOf(places: readonly SimulatedPlace[]): LookupTrail {
  const clientFor = (account: string, region: string): LookupClient => {
    const place = places.find((one) => one.account === account && one.region === region);
    if (place === undefined) throw new Error(`there is no history of ${account} in ${region}`);
    return lookupClient(place.history);
  };
  return new LookupTrail({
    findHome: () => Promise.resolve({ account: ACCOUNTS[0], region: REGIONS[0] }),
    readerOf: (account) => ({ clientFor: (region) => clientFor(account, region), stsRequests: () => 0 }),
    // Nobody waits: the pace is the same whatever is asked.
    clock: { now: () => new Date(NOW), sleep: () => Promise.resolve() },
  });
}
