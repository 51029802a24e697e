import path from "node:path";
import { writeDigest, type Digest } from "./digests";
import { deliverTrailFiles, type LogFile, type TrailPlace } from "./files";
import { groupBy } from "./groupBy";
import type { SigningKeys } from "./signingKeys";
import type { TrailStore } from "./store";

/** A trail with its files in a local folder, under the keys that they have in its bucket. */
export interface Trail {
  readonly place: TrailPlace;
  readonly dir: string;
  /** Delivers what was recorded since the last delivery; gives the files' paths. */
  readonly deliver: () => Promise<readonly string[]>;
  /** Ends the hour: one more digest of each account and region that the trail has files of. */
  readonly digest: () => Promise<readonly string[]>;
  /** Puts everything that was delivered since the last time into the trail's bucket. */
  readonly upload: () => Promise<void>;
}

/** Something of a trail that is to be an object, with the metadata that it bears there. */
export type Delivered = LogFile | Digest;

export interface TrailParts {
  readonly place: TrailPlace;
  readonly dir: string;
  readonly store: TrailStore;
  readonly keys: SigningKeys;
  readonly clock: () => Date;
  /** The random end of a file's name. */
  readonly randomName: () => string;
  readonly putObjects: (trail: TrailPlace, dir: string, delivered: readonly Delivered[]) => Promise<void>;
}

export function openTrail({ place, dir, store, keys, clock, randomName, putObjects }: TrailParts): Trail {
  let recordsDone = 0;
  let undigested: readonly LogFile[] = [];
  let local: readonly Delivered[] = [];
  const latest = new Map<string, Digest>();

  const deliver = async (): Promise<readonly string[]> => {
    const fresh = store.from(recordsDone);
    recordsDone += fresh.length;
    const files = await deliverTrailFiles(dir, place, fresh, clock(), randomName);
    undigested = [...undigested, ...files];
    local = [...local, ...files];
    return files.map(({ key }) => path.join(dir, key));
  };

  const digest = async (): Promise<readonly string[]> => {
    const files = groupBy(undigested, chainOf);
    undigested = [];
    const written: Digest[] = [];
    for (const chain of new Set([...latest.keys(), ...files.keys()])) {
      const [accountId = "", region = ""] = chain.split("/");
      const made = await writeDigest(dir, place, keys, files.get(chain) ?? [], latest.get(chain), clock(), [accountId, region]);
      latest.set(chain, made);
      written.push(made);
    }
    local = [...local, ...written];
    return written.map(({ key }) => path.join(dir, key));
  };

  const upload = async (): Promise<void> => {
    const waiting = local;
    local = [];
    await putObjects(place, dir, waiting);
  };

  return { place, dir, deliver, digest, upload };
}

function chainOf({ accountId, region }: LogFile): string {
  return `${accountId}/${region}`;
}
