import { createReadStream } from "node:fs";
import { findFiles, nameBelow } from "./trailFiles";
import type { DeliveredFile, Listing, TrailFolder } from "./trailFolder";
import { dayOf, readDelivery, type DeliveredPlace, type Delivery } from "./trailLayout";

interface LocalFile {
  readonly file: DeliveredFile;
  readonly delivery: Delivery | undefined;
}

/** Trail files in folders of this machine, in CloudTrail's layout or any other; looked for once, when first needed. */
export class LocalFolder implements TrailFolder {
  readonly name: string;
  readonly isLive = false;
  readonly #paths: readonly string[];
  readonly #gaps: string[] = [];
  #files: Promise<readonly LocalFile[]> | undefined;

  constructor(paths: readonly string[]) {
    this.name = paths.join(", ");
    this.#paths = paths;
  }

  async list(place: DeliveredPlace, since: number, isNewest: boolean): Promise<Listing> {
    const files = await (this.#files ??= this.#findFiles());
    const meant = files.filter(({ delivery }) => (delivery === undefined ? isNewest : isOf(delivery, place) && delivery.at >= minuteOf(since) && dayOf(delivery.at) === dayOf(since)));
    return { files: meant.map(({ file }) => file), gaps: this.#gaps };
  }

  async firstDelivery(until: number): Promise<number> {
    const files = await (this.#files ??= this.#findFiles());
    return files.reduce((first, { delivery }) => Math.min(first, delivery?.at ?? first), until);
  }

  requests(): number {
    return 0;
  }

  async #findFiles(): Promise<readonly LocalFile[]> {
    const found: LocalFile[] = [];
    const seen = new Set<string>();
    for (const root of this.#paths) {
      const before = found.length;
      for await (const file of findFiles(root, seen, this.#gaps)) {
        const name = nameBelow(root, file);
        const delivery = readDelivery(name);
        found.push({ file: { name, bytes: () => createReadStream(file), delivered: delivery?.at }, delivery });
      }
      if (found.length === before) this.#gaps.push(`${root}: no trail files (.json, .ndjson, also gzipped) were found`);
    }
    return found;
  }
}

function isOf(delivery: Delivery, { account, region }: DeliveredPlace): boolean {
  return delivery.account === account && delivery.region === region;
}

/** A delivery's time is cut to the minute. */
function minuteOf(time: number): number {
  return Math.floor(time / 60_000) * 60_000;
}
