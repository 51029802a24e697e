import type { Matters } from "./deliveredDay";
import { FileTrail } from "./fileTrail";
import { LocalFolder } from "./localFolder";
import { findHome } from "./openLookupTrail";
import type { Trail } from "./trail";

/** What an investigation of files needs to know that it cannot import: `attribute` is the next step of the road. */
export interface FileTrailContext {
  readonly matters: Matters;
  readonly now: () => Date;
}

/** Trail files in folders of this machine, all of them: whoever put them there meant them to be read. */
export function openFolderTrail(paths: readonly string[], { matters, now }: FileTrailContext): Trail {
  return new FileTrail({ folder: new LocalFolder(paths), matters, now, findHome });
}
