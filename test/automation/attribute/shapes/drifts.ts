import { Masker } from "../../../../automation/compare/masker";
import type { AttributionContext } from "../../../../automation/attribute";
import { attributeDrifts } from "../../../../automation/attribute";
import { isAttributed, type Attributed, type Attribution, type ChangeKind, type FoundChange, type FoundDrift, type Json } from "../../../../policypack/model";

export const masker = new Masker(Buffer.from("a key of the tests"));

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";

interface Resource {
  readonly type: string;
  readonly identities: readonly string[];
  readonly account?: string;
  readonly region?: string;
}

export interface Told {
  readonly path: string;
  readonly actual?: Json;
  readonly expected?: Json;
  readonly kind?: ChangeKind;
  readonly noise?: FoundChange["noise"];
}

/** A drift of one resource, as the comparison would hand it on. */
export function drift(resource: Resource, ...told: readonly Told[]): FoundDrift {
  return {
    resource: {
      urn: `urn:pulumi:prod::shop::${resource.type}::it`,
      type: resource.type,
      name: "it",
      id: resource.identities[0] ?? "",
      account: resource.account ?? ACCOUNT,
      region: resource.region ?? REGION,
      identities: resource.identities,
    },
    kind: told.some((change) => change.path === "") ? "deleted" : "modified",
    changes: told.map((change) => ({
      fingerprint: `it ${change.path}`,
      valueDigest: "0",
      path: change.path,
      kind: change.kind ?? (change.actual === undefined ? "removed" : change.expected === undefined ? "added" : "changed"),
      ...(change.expected === undefined ? {} : { expected: change.expected }),
      ...(change.actual === undefined ? {} : { actual: change.actual }),
      ...(change.noise === undefined ? {} : { noise: change.noise }),
      tier: "declared",
      severity: "medium",
    })),
  };
}

export function deleted(resource: Resource, expected?: Json): FoundDrift {
  return drift(resource, { path: "", ...(expected === undefined ? {} : { expected }) });
}

/** A window of a day, read in full, long enough ago for every event to have arrived. */
export function context(records: AttributionContext["records"], changes: Partial<AttributionContext> = {}): AttributionContext {
  const from = "2026-01-02T00:00:00Z";
  const to = "2026-01-03T00:00:00Z";
  return {
    records,
    coverage: [REGION, "us-east-1"].map((region) => ({ source: "trail-files", account: ACCOUNT, region, from, to, events: records.length, complete: true, gaps: [] })),
    updates: [],
    window: { from, to, basis: "last-update" },
    deployPrincipals: [],
    now: to,
    masker,
    audited: true,
    ...changes,
  };
}

/** The attribution of the drift's only, or first, change. */
export function attributionOf(found: FoundDrift, given: AttributionContext): Attribution {
  const attribution = attributeDrifts([found], given)[0]?.changes[0]?.attribution;
  if (attribution === undefined) throw new Error("the drift has no change");
  return attribution;
}

export function attributedTo(found: FoundDrift, given: AttributionContext): Attributed {
  const attribution = attributionOf(found, given);
  if (!isAttributed(attribution)) throw new Error(`nobody was found: ${attribution.reason}: ${attribution.why.join("; ")}`);
  return attribution;
}

/** "nobody: reason", or "confidence operation by name". */
export function summary(attribution: Attribution): string {
  return isAttributed(attribution) ? `${attribution.confidence} ${attribution.event.operation} by ${attribution.actor.name}` : `nobody: ${attribution.reason}`;
}
