import { randomUUID } from "node:crypto";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import pLimit from "p-limit";
import { SCAN_REPORT, scanReportSchema, type AttributedDrift, type Drift, type ReportShard, type ScanReport, type StackReport } from "../policypack/model";
import { judge, type Rule } from "../policypack/remediation";
import type { Trail } from "./audit";
import { compareStack, type Masker, type NoiseRuleName } from "./compare";
import { discoverStacks, readStack, sizeStacks, takeShard, type Backend, type Selection, type Shard, type StackRef, type StateResource } from "./estate";
import { investigate } from "./investigate";
import { readSightings, recordOpenDrift } from "./ledger";
import { sayOnce } from "./problems";
import { refreshStack } from "./refresh";
import { stackReport, uncheckedStack } from "./stackReport";
import { WHODRIFT_VERSION } from "./version";

export interface ScanRequest {
  readonly pulumi: PulumiCommand;
  readonly backend: Backend;
  readonly cwd: string;
  /** The whole environment of the CLI and its providers. */
  readonly env: Readonly<Record<string, string>>;
  readonly selection: Selection;
  /** Only this part of the selection; other machines scan the others. */
  readonly shard?: Shard | undefined;
  readonly rules: readonly Rule[];
  readonly deployPrincipals: readonly string[];
  readonly configDigest?: string | undefined;
  /** Who did it is looked up here; absent: nobody is asked. */
  readonly trail?: Trail | undefined;
  readonly masker: Masker;
  /** Rules by which no difference is noise. */
  readonly noiseOff: ReadonlySet<NoiseRuleName>;
  /** Folder of the open-drift files. */
  readonly ledger: string;
  /** A folder for copies of states, of this scan alone. */
  readonly scratch: string;
  readonly concurrency: number;
  /** For one stack. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly now: () => Date;
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
  const stacks = request.shard ? takeShard(await sizeStacks(selected, request.backend), request.shard) : selected;
  const names = selected.map(({ name }) => name);
  const shard = request.shard && { ...request.shard, selection: names };
  tell({ kind: "discovered", stacks: stacks.length, shard });
  // One more than run is made ready, so that none waits for its files to be written, and no more are held in memory.
  const ahead = pLimit(request.concurrency + 1);
  const turn = pLimit(request.concurrency);
  const scanned = await Promise.all(
    stacks.map(async (ref) => {
      const checked = await checkStack(ref, { ...request, turn }, ahead).catch((error: unknown) => failed(ref, error, tell));
      tell({ kind: "checked", report: checked.report });
      return checked;
    }),
  );
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
    stacks: scanned.map(({ report }) => report),
  });
  const recorded = new Map(scanned.flatMap(({ report: { stack }, recorded: resources }) => (resources === undefined ? [] : [[stack, resources] as const])));
  const problems = await recordOpenDrift(request.ledger, report, recorded, finishedAt);
  return { ...report, problems: sayOnce(problems) };
}

interface Checked {
  readonly report: StackReport;
  /** Of what drifted or was not checked; a night's states together would not fit into memory. Absent where not read. */
  readonly recorded?: readonly StateResource[];
}

type Turn = <T>(work: () => Promise<T>) => Promise<T>;

async function checkStack(ref: StackRef, request: ScanRequest & { readonly turn: Turn }, ahead: Turn): Promise<Checked> {
  const seen = await ahead(async () => {
    const state = await readStack(ref, request);
    if ("problem" in state) return state;
    return { state, observations: await refreshStack(state, request) };
  });
  if (!("state" in seen)) return { report: uncheckedStack(ref.name, seen.problem) };
  const { state, observations } = seen;
  const { drifts, ...found } = compareStack(state, observations, request.masker, request.noiseOff);
  const { attributed, ...findings } = await investigate(state, drifts, { ...request, seenBefore: readSightings(request.ledger, ref) });
  const open = new Set([...drifts.map(({ resource }) => resource.urn), ...found.resources.unchecked.map(({ urn }) => urn)]);
  return {
    recorded: state.deployment.resources.filter(({ urn }) => open.has(urn)),
    report: stackReport({ stack: ref.name, problem: observations.problem, ...found, ...findings, drifts: attributed.map((drift) => decideDrift(ref.name, drift, request)) }),
  };
}

function decideDrift(stack: string, drift: AttributedDrift, { rules, now }: ScanRequest): Drift {
  return { ...drift, changes: drift.changes.map((change) => judge({ stack, drift, change, rules, now: now() })) };
}

/** A bug, or a full disk: the report says that nothing is known of the stack, and the cause is told apart. */
function failed(ref: StackRef, error: unknown, tell: (event: ScanEvent) => void): Checked {
  tell({ kind: "failed", stack: ref.name, error });
  const message = error instanceof Error ? error.message : String(error);
  return { report: uncheckedStack(ref.name, { code: "internal", message: `whodrift failed on this stack: ${message}` }) };
}

/** @param names of stacks: they are no secrets, though a secret may be a part of one, and the ledger and other shards go by them */
function redactTexts(masker: Masker, names: ReadonlySet<string>, report: ScanReport): ScanReport {
  const text = JSON.stringify(report, (_, value: unknown) => (typeof value === "string" && !names.has(value) ? masker.redactText(value) : value));
  return scanReportSchema.parse(JSON.parse(text));
}
