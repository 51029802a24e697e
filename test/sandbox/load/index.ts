import type { Sandbox } from "..";
import { clientsOf } from "../estate/clients";
import type { Happening } from "../estate/story";
import { buildEstate } from "./build";
import type { Deployed } from "./checkpoint";
import type { Clock } from "./clock";
import { stirUp } from "./drift";
import { generateNoise } from "./noise/generateNoise";
import { newRandom } from "./random";

export { nameOf } from "./build";
export { newClock, type Clock } from "./clock";
export { generateNoise, type NoiseOptions } from "./noise/generateNoise";
export { writeNoiseFiles } from "./noise/writeNoiseFiles";

export interface LoadOptions {
  readonly stacks: number;
  /** Of each stack. */
  readonly resources: number;
  /** How many resources drift. */
  readonly drift: number;
  /** Records an hour that have nothing to do with the estate. */
  readonly noise: number;
  /** From the deployment until now. */
  readonly hours: number;
  readonly seed: string;
  readonly log?: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface Load {
  readonly estate: readonly Deployed[];
  /** What people did since the deployment, with what a scan must find. */
  readonly happenings: readonly Happening[];
}

const HOUR_MS = 3_600_000;

/**
 * Loads a sandbox that runs by `clock`, which must stand at the time of the deployment: deploys the estate, lets people
 * and everybody else work for so many hours, and brings the clock back to the present.
 */
export async function loadSandbox(sandbox: Sandbox, clock: Clock, options: LoadOptions): Promise<Load> {
  const { stacks, resources, drift, noise, hours, seed, log = () => undefined, signal } = options;
  const { aws } = sandbox;
  const from = clock.now();
  log(`building ${stacks} stacks of ${resources} resources`);
  const step = Math.max(1, Math.ceil(stacks / 10));
  const estate = await buildEstate(sandbox, {
    stacks, resources, seed, clock: clock.now,
    onStack: (built) => { if (built % step === 0 || built === stacks) log(`built ${built}/${stacks} stacks`); },
    ...(signal && { signal }),
  });

  const deployed = clock.now().getTime();
  const until = from.getTime() + hours * HOUR_MS;
  const happenings = stirUp(estate, drift, newRandom(`${seed} people`));
  for (const [index, { who, tale, run }] of happenings.entries()) {
    signal?.throwIfAborted();
    clock.putTo(new Date(deployed + ((until - deployed) * (index + 1)) / (happenings.length + 1)));
    await run(clientsOf(aws, who), aws);
    log(`${clock.now().toISOString().slice(11, 16)} ${who} ${tale}`);
  }
  clock.putTo(new Date());

  if (noise > 0) {
    log(`adding ${Math.floor(noise * hours)} records of background noise`);
    aws.addRecords(generateNoise({ seed, from, hours, perHour: noise, accountId: aws.accountId, region: aws.region }));
  }
  return { estate, happenings };
}
