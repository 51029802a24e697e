import type { Phrase } from "./phrase";

/** One thing that every format says, in its own clothes. */
export interface Fact {
  readonly label: string;
  readonly text: Phrase;
  /** Checked: leads to an AWS console. */
  readonly url?: string;
  /** To be typed as it stands: never wrapped or cut. */
  readonly command?: string;
}
