import type { AttributedChange, AttributedDrift, History } from "../model";

export interface Case {
  /** `org/project/stack` */
  readonly stack: string;
  readonly drift: AttributedDrift;
  readonly change: AttributedChange;
  /** What earlier scans saw of it; absent where nobody remembers: the change counts as new then. */
  readonly history?: History | undefined;
}
