import type { OpenDriftEntry } from "../model";

export function isHeld({ decision }: OpenDriftEntry, now: Date): boolean {
  return decision.action === "hold" && (decision.until === undefined || new Date(decision.until) > now);
}
