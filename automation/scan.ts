import { randomUUID } from "node:crypto";
import pLimit from "p-limit";
import { SCAN_REPORT, scanReportSchema, type ReportShard, type ScanReport, type StackReport } from "../policypack/model";
import { checkStack, type CheckedStack, type CheckRequest } from "./checkStack";
import { ClaimIndex, type Masker } from "./compare";
import { decideStack } from "./decideStack";
import { byName, discoverStacks, largestFirst, sizeStacks, takeShard, type Selection, type Shard, type StackRef } from "./estate";
import { recordOpenDrift } from "./ledger";
import { sayOnce } from "./problems";
import { uncheckedStack } from "./stackReport";
import { WHODRIFT_VERSION } from "./version";

export interface ScanRequest extends Omit<CheckRequest, "ahead" | "turn" | "claims"> {
  readonly selection: Selection;
  /** Only this part of the selection; other machines scan the others. */
  readonly shard?: Shard | undefined;
  readonly configDigest?: string | undefined;
  readonly concurrency: number;
}

export type ScanEvent =
  | { readonly kind: "discovered"; readonly stacks: number; readonly shard?: ReportShard | undefined }
  | { readonly kind: "failed"; readonly stack: string; readonly error: unknown }
  | { readonly kind: "checked"; readonly report: StackReport };

/**
 * The main road: discover → refresh → compare → audit and attribute → decide → record. What fails on one stack
 * becomes a part of that stack's report and stops no other.
 * @throws SelectionError, BackendError: there is nothing to scan
 */
export async function scan(request: ScanRequest, tell: (event: ScanEvent) => void): Promise<ScanReport> {
  const startedAt = request.now();
  const selected = await discoverStacks(request);
  const claims = new ClaimIndex();
  const sized = await sizeStacks(selected, request.backend, (stack, resources) => {
    claims.add(stack, resources);
  });
  const stacks = request.shard ? takeShard(sized, request.shard) : sized;
  const names = selected.map(({ name }) => name);
  const shard = request.shard && { ...request.shard, selection: names };
  tell({ kind: "discovered", stacks: stacks.length, shard });
  // One more than run is made ready, so that none waits for its files to be written, and no more are held in memory.
  const ahead = pLimit(request.concurrency + 1);
  const turn = pLimit(request.concurrency);
  const scanned = await Promise.all(
    stacks.toSorted(largestFirst).map(async ({ ref }) => {
      const checked = await checkStack(ref, { ...request, claims, turn, ahead }).catch((error: unknown) => failed(ref, error, tell));
      tell({ kind: "checked", report: checked.report });
      return { ref, ...checked };
    }),
  );
  scanned.sort((one, other) => byName(one.ref, other.ref));
  const finishedAt = request.now();
  const usage = request.trail?.usage() ?? { lookupRequests: 0, stsRequests: 0 };
  // Once more over everything: a secret of one stack may stand in the open in another that was finished before it.
  const report = redactTexts(request.masker, new Set(names), {
    schema: SCAN_REPORT,
    scan: {
      id: randomUUID(),
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt.toISOString(),
      version: WHODRIFT_VERSION,
      pulumiVersion: request.pulumi.version?.version ?? "unknown",
      ...(request.configDigest !== undefined && { configDigest: request.configDigest }),
      ...(shard && { shard }),
      usage: {
        ...usage,
        s3Requests: 0,
        resourcesRead: scanned.reduce((sum, { report }) => sum + report.resources.checked, 0),
      },
    },
    problems: [],
    // Where states are not read before the crowd, the last stack may have set what the first one shows.
    stacks: scanned.map(({ report, undecided }) => (undecided ? decideStack(undecided, { ...request, claims }) : report)),
  });
  const recorded = new Map(scanned.flatMap(({ report: { stack }, recorded: resources }) => (resources === undefined ? [] : [[stack, resources] as const])));
  const problems = await recordOpenDrift(request.ledger, report, recorded, finishedAt);
  return { ...report, problems: sayOnce(problems) };
}

/** A bug, or a full disk: the report says that nothing is known of the stack, and the cause is told apart. */
function failed(ref: StackRef, error: unknown, tell: (event: ScanEvent) => void): CheckedStack {
  tell({ kind: "failed", stack: ref.name, error });
  const message = error instanceof Error ? error.message : String(error);
  return { report: uncheckedStack(ref.name, { code: "internal", message: `whodrift failed on this stack: ${message}` }) };
}

/** @param names of stacks: they are no secrets, though a secret may be a part of one, and the ledger and other shards go by them */
function redactTexts(masker: Masker, names: ReadonlySet<string>, report: ScanReport): ScanReport {
  const text = JSON.stringify(report, (_, value: unknown) => (typeof value === "string" && !names.has(value) ? masker.redactText(value) : value));
  return scanReportSchema.parse(JSON.parse(text));
}
