import type { LookupAnswer, Trail, Whereabouts } from "../../../../automation/audit";

/** What a trail has said after so many steps. */
export async function lookedUp(trail: Trail, resources: readonly Whereabouts[], from: string, steps = 1): Promise<LookupAnswer> {
  const answer = await trail.lookUp(resources, from);
  return steps === 1 ? answer : lookedUp(trail, resources, from, steps - 1);
}
