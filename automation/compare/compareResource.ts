import { createHash } from "node:crypto";
import { canonicalJson, type ChangeKind, type FoundChange, type Tier } from "../../policypack/model";
import type { Observation } from "../refresh/observation";
import { changedBookkeeping } from "./bookkeeping";
import { keyOf, ROOT, showPath, type Difference } from "./difference";
import type { Masker } from "./masker";
import { noiseBy } from "./noiseRules";
import { reportedDifferences, type ReportedDifference, type Sides } from "./reported";
import { weigh } from "./severity";
import { tagsTold } from "./tagsTold";
import { isIgnored, unreportedDifferences } from "./unreported";

export type ReadObservation = Extract<Observation, { outcome: "read" }>;

/** A difference with all that is known of it before neighbours are looked at. */
export type Classified = Difference & { readonly tier: Tier; readonly kind?: ChangeKind; readonly replaces?: true };

/** All that differs on a resource that is still there. */
export function classifyDifferences(observation: ReadObservation, sides: Sides): readonly Classified[] {
  const { resource, op, diff, recorded, actual } = observation;
  const claimed = op === "update" || Object.keys(diff ?? {}).length > 0;
  const reported: readonly ReportedDifference[] = claimed ? reportedDifferences(diff, sides) : [];
  const unreported = unreportedDifferences(resource, sides, reported);
  const notes = actual === undefined ? [] : changedBookkeeping(recorded.outputs, actual.outputs, sides.off);
  const found = [
    ...reported.map((difference): Classified => ({ ...difference, tier: isIgnored(resource, difference.place) ? "ignored" : "declared" })),
    ...unreported,
    ...notes,
  ];
  // An update that no value explains is not drift, and not silence either.
  if (claimed && found.length === 0) return [{ place: ROOT, tier: "declared", ...noiseBy(sides.off, ["equal-values"]) }];
  const follows = tagsTold(found);
  return found.map((difference) =>
    difference.noise === undefined && follows(difference) ? { ...difference, ...noiseBy(sides.off, ["follows"]) } : difference,
  );
}

/** The change as the report tells it. Values are without secrets already. */
export function toChange(difference: Classified, stack: string, observation: ReadObservation, sides: Sides, masker: Masker): FoundChange {
  const { place, expected, actual, tier, noise, replaces } = difference;
  const names = place.path.filter((segment) => typeof segment === "string");
  const { type } = observation.resource;
  const effect = { type, names, gone: false, recorded: settings(sides.recorded), live: settings(sides.actual) };
  const values = { ...(expected === undefined ? {} : { expected }), ...(actual === undefined ? {} : { actual }) };
  return {
    fingerprint: fingerprint(stack, observation.resource.urn, keyOf(place)),
    valueDigest: masker.digest(actual ?? null),
    path: masker.redactText(showPath(place)),
    kind: kindOf(difference),
    ...values,
    tier,
    ...(replaces === undefined ? {} : { replaces }),
    ...(noise === undefined ? {} : { noise }),
    ...weigh({ ...effect, ...values }),
  };
}

/** The one change of a resource that is gone. */
export function deletion(stack: string, observation: ReadObservation, recorded: Sides["recorded"], masker: Masker): FoundChange {
  const { urn, type } = observation.resource;
  return {
    fingerprint: fingerprint(stack, urn, keyOf(ROOT)),
    valueDigest: masker.digest(null),
    path: "",
    kind: "removed",
    tier: "declared",
    ...weigh({ type, names: [], gone: true, recorded: settings(recorded), live: {} }),
  };
}

function kindOf({ expected, actual, kind }: Classified): ChangeKind {
  if (expected === undefined && actual === undefined) return kind ?? "changed";
  if (expected === undefined) return "added";
  return actual === undefined ? "removed" : "changed";
}

export function settings(state: Sides["recorded"]): Sides["recorded"]["inputs"] {
  return { ...state.outputs, ...state.inputs };
}

/** 16 hex digits of SHA-256: the same drift tomorrow, in whatever order a set is told. */
export function fingerprint(stack: string, urn: string, canonicalPath: string): string {
  return createHash("sha256").update(canonicalJson([stack, urn, canonicalPath])).digest("hex").slice(0, 16);
}
