import { isAttributed, type Attribution, type AuditCoverage, type Change, type Drift, type DriftedResource, type ScanReport, type StackReport } from "../policypack/model";
import { attributeDrifts, auditRegionOf, surer, type ActorSettings } from "./attribute";
import { formatEventTime, parseEventTime } from "./audit/eventTime";
import type { Masker } from "./compare/masker";
import type { PastUpdate } from "./estate/stack";
import { placeKey, siftTrail, type OpenTrail, type Sifted } from "./siftTrail";

// A trail that ends no more than this before the scan did just had nothing more to say.
const DELIVERY_MS = 15 * 60_000;

export interface ExplainOptions {
  readonly masker: Masker;
  readonly deployPrincipals: readonly string[];
  readonly actors?: ActorSettings;
  /** Past deployments by stack (`org/project/stack`), where they are known. */
  readonly updates?: ReadonlyMap<string, readonly PastUpdate[]>;
}

/**
 * Attributes a saved report against a trail, of which only what may have changed its resources, and opened the
 * sessions behind that, is kept. Everything else of the report stays as it is, decisions included.
 */
export async function explainReport(report: ScanReport, openTrail: OpenTrail, options: ExplainOptions): Promise<ScanReport> {
  const kept = await siftTrail(report, openTrail);
  const stacks = report.stacks.map((stack) => explainStack(stack, report.scan.finishedAt, kept, options));
  return { ...report, stacks };
}

function explainStack(stack: StackReport, finishedAt: string, kept: Sifted, options: ExplainOptions): StackReport {
  if (stack.drifts.length === 0) return stack;
  const coverage = coverageOf(stack, finishedAt, kept);
  const attributed = attributeDrifts(stack.drifts, {
    records: kept.records,
    coverage,
    updates: options.updates?.get(stack.stack) ?? [],
    ...(stack.window === undefined ? {} : { window: stack.window }),
    deployPrincipals: options.deployPrincipals,
    ...(options.actors && { actors: options.actors }),
    now: finishedAt,
    masker: options.masker,
    audited: true,
  });
  const drifts = stack.drifts.map((drift, d): Drift => ({
    ...drift,
    changes: drift.changes.map((change, c): Change => ({ ...change, attribution: explained(change, attributed[d]?.changes[c]?.attribution) })),
  }));
  return { ...stack, audit: coverage, drifts };
}

/** Of what is absorbed an earlier scan may have known more than these files tell. */
function explained({ absorbed, attribution }: Change, found: Attribution | undefined): Attribution {
  if (found === undefined) return attribution;
  return surer(found, absorbed && isAttributed(attribution) ? attribution : undefined);
}

/** One part for each account and region in which the stack's drift can be recorded. */
function coverageOf(stack: StackReport, finishedAt: string, kept: Sifted): readonly AuditCoverage[] {
  const scanned = parseEventTime(finishedAt) ?? kept.end;
  const to = kept.end >= scanned - DELIVERY_MS ? scanned : kept.end;
  const keys = new Set(stack.drifts.flatMap(({ resource }) => placesOf(resource, kept)));
  return [...keys].map((key) => {
    const [account = "", region = ""] = key.split(" ");
    const place = kept.places.get(key);
    const missing = place === undefined ? [`the files hold no event of ${account} in ${region}`] : [];
    const from = parseEventTime(stack.window?.from ?? "") ?? place?.from ?? scanned;
    return {
      source: "trail-files" as const,
      account,
      region,
      from: formatEventTime(from),
      to: formatEventTime(Math.max(from, to)),
      events: place?.events ?? 0,
      complete: kept.gaps.length + missing.length === 0,
      gaps: [...kept.gaps, ...missing],
    };
  });
}

/** Where account or region of a resource are not known, every place of the files may be meant. */
function placesOf({ account, region, type }: DriftedResource, kept: Sifted): readonly string[] {
  const recorded = auditRegionOf(type, region);
  if (account !== undefined && recorded !== undefined) return [placeKey(account, recorded)];
  return [...kept.places.keys()].filter((key) => {
    const [ofAccount, ofRegion] = key.split(" ");
    return (account ?? ofAccount) === ofAccount && (recorded ?? ofRegion) === ofRegion;
  });
}
