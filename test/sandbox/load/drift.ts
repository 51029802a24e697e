import type { PersonName } from "../estate/clients";
import type { Happening } from "../estate/story";
import { nameOf } from "./build";
import type { Deployed, Made } from "./checkpoint";
import { decoys } from "./decoys";
import type { Random } from "./random";
import { troubles, type Trouble } from "./troubles";

/** Who is about at the same time: the two who may do everything, so that decoys are not stopped by a denial. */
const BESIDE = { alice: "bob", bob: "alice", ci: "bob", deploy: "alice", deployer: "bob", mallory: "alice" } as const satisfies Record<PersonName, PersonName>;

/**
 * Lets so many resources drift, each by one person, and after each lets somebody else do what nobody may be blamed
 * for. The same random gives the same story of the same estate. Where the estate has too few resources, fewer drift.
 */
export function stirUp(estate: readonly Deployed[], drifts: number, random: Random): readonly Happening[] {
  const untouched = new Set(estate.flatMap(({ resources }) => resources));
  const take = (token: string): Made | undefined => {
    const [first, ...others] = [...untouched].filter(({ kind }) => kind.token === token);
    if (first === undefined) return undefined;
    const taken = random.pick([first, ...others]);
    untouched.delete(taken);
    return taken;
  };
  const happenings: Happening[] = [];
  // In turn, so that a handful of drifts is of different sorts. A round in which nothing is left to drift is the last.
  for (let before = -1, drifted = 0; drifted < drifts && drifted > before; ) {
    before = drifted;
    for (const trouble of troubles) {
      const made = drifted < drifts ? take(trouble.token) : undefined;
      if (made === undefined) continue;
      const who = random.pick(trouble.by);
      happenings.push(change(who, trouble, made), ...random.pick(decoys)(BESIDE[who], made, take));
      drifted++;
    }
  }
  return happenings;
}

function change(who: PersonName, { token, path, operation, confidence, tale, cause }: Trouble, made: Made): Happening {
  const { place } = made;
  return {
    who,
    tale: `${tale} ${place.name} of ${nameOf(place)}`,
    expect: [{ stack: nameOf(place), resource: place.name, type: token, path, operation, confidence }],
    run: async (as) => { await cause(as, made); },
  };
}
