import type { OpenDriftEntry } from "../../policypack/model";
import { findOpenDrift } from "../../policypack/openDrift/readOpenDrift";
import type { StackRef } from "../estate";
import type { OpenDriftFound } from "./gateReport";

/** What is held in a stack at the moment, and how that is known. */
export interface Holds {
  readonly found: OpenDriftFound;
  readonly entries: readonly OpenDriftEntry[];
}

/**
 * Reads the stack's open-drift file. One that has run out still says what was held: whether that is enough is not
 * decided here.
 * @param location a folder of open-drift files, or one file
 */
export function readHolds(location: string, { name, project, stack }: StackRef, now: Date): Holds {
  const [organization] = name.split("/");
  const read = findOpenDrift(location, { organization, project, stack });
  switch (read.outcome) {
    case "missing":
      return { found: { outcome: "missing", location: read.looked }, entries: [] };
    case "unusable":
      return { found: { outcome: "unusable", location: read.file, reason: read.reason }, entries: [] };
    case "read": {
      const { generatedAt, expiresAt, entries } = read.openDrift;
      const held = entries.filter(({ decision }) => decision.action === "hold" && (decision.until === undefined || new Date(decision.until) > now));
      return { found: { outcome: "read", location, generatedAt, expiresAt, stale: new Date(expiresAt) <= now, held: held.length }, entries: held };
    }
  }
}
