import type { OpenDriftEntry } from "../../policypack/model";
import type { OpenDriftFetched } from "../../policypack/openDrift/fetchOpenDrift";
import type { Verdict } from "../../policypack/signature/verify";
import type { OpenDriftFound } from "./gateReport";

/** What is held in a stack at the moment, and how that is known. */
export interface Holds {
  readonly found: OpenDriftFound;
  readonly entries: readonly OpenDriftEntry[];
}

export interface HoldsOptions {
  readonly now: Date;
  /** Somebody named the keys by which open drift is believed: what none of them signed says nothing then. */
  readonly mustBeVerified: boolean;
}

/** What a stack's open-drift file says. One that has run out still says what was held: whether that is enough is not decided here. */
export function holdsOf(fetched: OpenDriftFetched, { now, mustBeVerified }: HoldsOptions): Holds {
  switch (fetched.outcome) {
    case "missing":
      return { found: { outcome: "missing", location: fetched.looked }, entries: [] };
    case "unusable":
      return { found: { outcome: "unusable", location: fetched.file, reason: fetched.reason }, entries: [] };
    case "unreachable":
      return { found: { outcome: "unusable", location: fetched.looked, reason: fetched.reason }, entries: [] };
    case "read": {
      const { openDrift, verdict, file } = fetched;
      const { generatedAt, expiresAt, entries } = openDrift;
      const doubt = mustBeVerified ? DOUBTS[verdict] : undefined;
      if (doubt !== undefined) return { found: { outcome: "unusable", location: file, reason: doubt }, entries: [] };
      const held = entries.filter(({ decision }) => decision.action === "hold" && (decision.until === undefined || new Date(decision.until) > now));
      return { found: { outcome: "read", location: file, generatedAt, expiresAt, stale: new Date(expiresAt) <= now, held: held.length }, entries: held };
    }
  }
}

const DOUBTS: Readonly<Record<Verdict, string | undefined>> = {
  verified: undefined,
  forged: "it is not what its signature says: somebody changed it",
  "unknown-key": "it is signed with a key that is not trusted",
  unsigned: "it is not signed, and a key is trusted",
};
