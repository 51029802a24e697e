import type { ActorSettings } from "../attribute";
import type { Trail, TrailRecord } from "../audit";
import type { Masker } from "../compare";
import { askTrail } from "./askTrail";
import type { Budget } from "./budget";
import { countFailedTries } from "./failedTries";
import type { Known } from "./findSubject";
import { touchesOf } from "./touches";
import type { WhoReport } from "./whoReport";

export interface Look {
  readonly asked: string;
  readonly trail: Trail;
  readonly masker: Masker;
  readonly deployPrincipals: readonly string[];
  readonly actors?: ActorSettings;
  /** ISO 8601, UTC. */
  readonly window: WhoReport["window"];
  readonly budget: Budget;
}

/** Who touched the resource within the window. What could not be read is in the report. */
export async function tellTouches(known: Known, { asked, trail, masker, deployPrincipals, actors, window, budget }: Look): Promise<WhoReport> {
  const { resource, owner, updates, places, notSearched } = known;
  const { records, coverage, late } = await askTrail(trail, { places, from: window.from, budget, chosen: acting });
  return {
    schema: "whodrift/who@1",
    asked,
    window,
    resource,
    owner,
    touches: touchesIn(records).toReversed(),
    failedTries: countFailedTries(records, resource, window.from),
    audit: coverage,
    notRead: [...notSearched, ...late],
  };

  // A page of the trail goes further back than was asked.
  function touchesIn(read: readonly TrailRecord[]) {
    return touchesOf(resource, read, { updates, deployPrincipals, ...(actors && { actors }), masker }).filter(({ event }) => Date.parse(event.time) >= Date.parse(window.from));
  }

  function acting(read: readonly TrailRecord[]): readonly TrailRecord[] {
    const ids = new Set(touchesIn(read).map(({ event }) => event.id));
    return read.filter(({ record }) => ids.has(record.eventID));
  }
}
