import { randomUUID } from "node:crypto";
import { SCAN_REPORT, scanReportSchema, type ReportShard, type ScanReport, type StackReport } from "../policypack/model";
import { checkStack, type CheckedStack, type CheckRequest } from "./checkStack";
import { ClaimIndex, type Masker } from "./compare";
import { byName, discoverStacks, largestFirst, sizeStacks, storeOf, takeShard, type Selection, type Shard, type StackRef, type StackTag } from "./estate";
import { recordOpenDrift } from "./ledger";
import type { StackEvent } from "./observeStack";
import { sayOnce } from "./problems";
import { openPluginInstaller } from "./refresh";
import { rememberScan, sightOf } from "./rememberScan";
import { openQueue, type Limits } from "./schedule";
import { stackProblems } from "./stackProblems";
import { uncheckedStack, type StackProblem } from "./stackReport";
import { WHODRIFT_VERSION } from "./version";

export interface ScanRequest extends Omit<CheckRequest, "queue" | "plugins" | "secondTry" | "tell" | "claims"> {
  readonly selection: Selection;
  readonly tags?: readonly StackTag[] | undefined;
  /** Only this part of the selection; other machines scan the others. */
  readonly shard?: Shard | undefined;
  readonly configDigest?: string | undefined;
  readonly limits: Limits;
  /** Before the second try of a stack whose refresh failed for a reason that may have passed. */
  readonly retryPauseMs: number;
}

export type ScanEvent =
  /** @property sizes how many resources each stack has, as far as its backend tells before it is read */
  | { readonly kind: "discovered"; readonly stacks: number; readonly sizes: ReadonlyMap<string, number>; readonly shard?: ReportShard | undefined }
  /** Once, where memory keeps more stacks from being refreshed at once. */
  | { readonly kind: "memory-limits"; readonly atOnce: number }
  /** A provider's plugin that some stacks need and that this machine has not; others go on meanwhile. */
  | { readonly kind: "installing"; readonly plugin: string }
  /** A stack's refresh failed for a reason that may have passed, and is tried once more. */
  | { readonly kind: "retried"; readonly stack: string; readonly reason: StackProblem }
  | StackEvent
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
  tell({ kind: "discovered", stacks: stacks.length, sizes: new Map(stacks.map(({ ref, resources }) => [ref.name, resources])), shard });
  const queue = openQueue(request.limits, (atOnce) => {
    tell({ kind: "memory-limits", atOnce });
  });
  const plugins = openPluginInstaller({ pulumi: request.pulumi, env: request.env, cwd: request.scratch, signal: request.signal }, (plugin) => {
    tell({ kind: "installing", plugin });
  });
  const scanned = await Promise.all(
    stacks.toSorted(largestFirst).map(async ({ ref }) => {
      const secondTry = { pauseMs: request.retryPauseMs, tell: (reason: StackProblem) => { tell({ kind: "retried", stack: ref.name, reason }); } };
      const checked = await checkStack(ref, { ...request, queue, plugins, secondTry, tell, claims }).catch((error: unknown) => failed(ref, error, tell));
      tell({ kind: "checked", report: checked.report });
      return { ref, ...checked };
    }),
  );
  scanned.sort((one, other) => byName(one.ref, other.ref));
  const finishedAt = request.now();
  const asked = (request.trails ?? []).map((trail) => trail.usage());
  // Where states are not read before the crowd, the last stack may have set what the first one shows.
  const context = { ...request, claims };
  const sighted = scanned.map((checked) => sightOf(checked, context, finishedAt));
  const total = (count: (usage: (typeof asked)[number]) => number | undefined) => asked.reduce((sum, usage) => sum + (count(usage) ?? 0), 0);
  // Once more over everything: a secret of one stack may stand in the open in another that was finished before it.
  const redact = (value: object) => redactTexts(request.masker, new Set(names), value);
  const found = scanReportSchema.parse(redact({
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
        lookupRequests: total(({ lookupRequests }) => lookupRequests),
        stsRequests: total(({ stsRequests }) => stsRequests) + request.callers.requests(),
        s3Requests: total(({ s3Requests }) => s3Requests) + (storeOf(request.backend)?.requests() ?? 0) + request.ledger.store.requests(),
        resourcesRead: scanned.reduce((sum, { report }) => sum + report.resources.checked, 0),
      },
    },
    problems: scanned.flatMap(({ problems = [] }) => problems),
    stacks: sighted.map(({ report: stack }) => stack),
  }));
  const recorded = new Map(scanned.flatMap(({ report: { stack }, recorded: resources }) => (resources === undefined ? [] : [[stack, resources] as const])));
  const { report, decisions, problems } = await rememberScan(found, { checked: scanned, sighted, finishedAt, context, redact });
  const unrecorded = await recordOpenDrift(request.ledger, report, recorded, finishedAt, decisions);
  return { ...report, problems: sayOnce([...stackProblems(report.stacks), ...report.problems, ...problems, ...unrecorded, ...request.ledger.problems()]) };
}

/** A bug, or a full disk: the report says that nothing is known of the stack, and the cause is told apart. */
function failed(ref: StackRef, error: unknown, tell: (event: ScanEvent) => void): CheckedStack {
  tell({ kind: "failed", stack: ref.name, error });
  const message = error instanceof Error ? error.message : String(error);
  return { report: uncheckedStack(ref.name, { code: "internal", message: `whodrift failed on this stack: ${message}` }) };
}

/** @param names of stacks: they are no secrets, though a secret may be a part of one, and the ledger and other shards go by them */
function redactTexts(masker: Masker, names: ReadonlySet<string>, told: object): unknown {
  const text = JSON.stringify(told, (_, value: unknown) => (typeof value === "string" && !names.has(value) ? masker.redactText(value) : value));
  return JSON.parse(text);
}
