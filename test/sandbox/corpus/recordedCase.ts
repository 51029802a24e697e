import type { Services } from "../services";
import type { Live } from "../provider/cases/case";
import type { FaultRules } from "../provider/faults";

/** A stack, what happened to it behind Pulumi's back, and what went wrong when somebody looked. */
export interface RecordedCase {
  /** The fixture's folder, and the stack's project. */
  readonly name: string;
  readonly declare: () => void;
  /** @param live a resource as the state has it, by its name */
  readonly happen?: (services: Services, live: (name: string) => Live) => Promise<unknown>;
  readonly faults?: FaultRules;
  /** After that long nobody waits for the refresh. */
  readonly timeoutMs?: number;
  /** A resource that an update was changing when it was interrupted. */
  readonly updating?: string;
}
