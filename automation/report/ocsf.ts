import { isAttributed, type ResolvedChange, type ScanReport, type Severity, type StackReport } from "../../policypack/model";
import { changeStory } from "./changeStory";
import { sortedJsonLine } from "./json";
import { headlineText, notesOf, type Note } from "./notes";
import { ocsfActor, ocsfApi, ocsfCalls, ocsfSource, type OcsfCall } from "./ocsfCall";
import { base, millis, type OcsfEvent } from "./ocsfEvent";
import { ocsfResource } from "./ocsfResource";
import { placedChanges, type PlacedChange } from "./placedChanges";
import type { ReportFormat } from "./reportFormat";
import { summarize } from "./summary";

// Classes of OCSF 1.5: https://schema.ocsf.io/1.5.0
const DETECTION_FINDING = { category: 2, uid: 2004 };
const API_ACTIVITY = { category: 6, uid: 6003 };
const SCAN_ACTIVITY = { category: 6, uid: 6007 };

const SEVERITY: Readonly<Record<Severity, number>> = { low: 2, medium: 3, high: 4, critical: 5 };
const INFORMATIONAL = 1;

/** An event a line: the scan, what it could not check, each change, and each call that is evidence. Nothing is cut. */
export const ocsf: ReportFormat = {
  description: "OCSF 1.5 events, one a line: findings, and the calls that are their evidence",
  render: (report) =>
    [
      scanEvent(report),
      ...notesOf(report).map((note) => noteEvent(note, report.scan)),
      ...placedChanges(report).map((placed) => findingEvent(placed, report.scan)),
      ...report.stacks.flatMap((stack) => (stack.resolved ?? []).map((change) => resolvedEvent(change, stack, report.scan))),
      ...ocsfCalls(report).map((call) => callEvent(call, report.scan)),
    ]
      .map(sortedJsonLine)
      .join(""),
};

function scanEvent(report: ScanReport): OcsfEvent {
  const { scan } = report;
  const { changes, uncheckedResources } = summarize(report);
  const isWhole = notesOf(report).every(({ level }) => level !== "error");
  return {
    ...base(SCAN_ACTIVITY, { activity: 2, time: scan.finishedAt, severity: INFORMATIONAL, scan }),
    ...scanObject(scan),
    message: headlineText(report),
    start_time: millis(scan.startedAt),
    end_time: millis(scan.finishedAt),
    duration: millis(scan.finishedAt) - millis(scan.startedAt),
    num_detections: changes,
    num_skipped_items: uncheckedResources,
    status_id: isWhole ? 1 : 2,
  };
}

/** What was not checked is a scan that failed, of that stack. */
function noteEvent({ level, title, lines, stack }: Note, scan: ScanReport["scan"]): OcsfEvent {
  const failed = level === "error";
  return {
    ...base(SCAN_ACTIVITY, { activity: failed ? 6 : 2, time: scan.finishedAt, severity: failed ? SEVERITY.high : INFORMATIONAL, scan }),
    ...scanObject(scan),
    message: title,
    status_id: failed ? 2 : 1,
    status_detail: lines.join("\n"),
    ...(stack && { unmapped: { stack: stack.stack, status: stack.status } }),
  };
}

/** 99: a scan of a kind that OCSF has no name for. */
function scanObject({ id }: ScanReport["scan"]): OcsfEvent {
  return { scan: { uid: id, name: "whodrift scan", type_id: 99, type: "Drift" } };
}

function findingEvent(placed: PlacedChange, scan: ScanReport["scan"]): OcsfEvent {
  const { stack, drift, change } = placed;
  const { title, what, details } = changeStory(placed);
  const { attribution, history, decision } = change;
  const isNew = history === undefined || history.state === "new";
  const firstSeen = millis(history?.firstSeen ?? scan.startedAt);
  const evidence = isAttributed(attribution) ? { actor: ocsfActor(attribution.actor), api: ocsfApi(attribution.event), src_endpoint: ocsfSource(attribution.actor) } : {};
  const values = { path: change.path, kind: change.kind, ...(change.expected !== undefined && { expected: change.expected }), ...(change.actual !== undefined && { actual: change.actual }) };
  return {
    ...base(DETECTION_FINDING, { activity: isNew ? 1 : 2, time: scan.finishedAt, severity: SEVERITY[change.severity], scan, place: drift.resource, uid: `${scan.id}/${change.fingerprint}` }),
    message: `${title}: ${what}`,
    finding_info: {
      uid: change.fingerprint,
      title,
      desc: details.join("\n"),
      types: ["Drift"],
      first_seen_time: firstSeen,
      last_seen_time: millis(history?.lastSeen ?? scan.finishedAt),
      ...(isAttributed(attribution) && { data_sources: ["AWS CloudTrail"], related_events: [{ uid: attribution.event.id }] }),
    },
    resources: [ocsfResource(drift.resource)],
    evidences: [{ ...evidence, data: values }],
    // 3: suppressed, by a rule or a person.
    status_id: decision.action === "ignore" ? 3 : isNew ? 1 : 2,
    unmapped: { stack: stack.stack, decision, attribution: { confidence: attribution.confidence, why: attribution.why }, opens_access: change.opensAccess === true, tier: change.tier },
  };
}

function resolvedEvent({ fingerprint, urn, type, path, how, at, firstSeen, why }: ResolvedChange, { stack }: StackReport, scan: ScanReport["scan"]): OcsfEvent {
  return {
    ...base(DETECTION_FINDING, { activity: 3, time: at, severity: INFORMATIONAL, scan, uid: `${scan.id}/${fingerprint}` }),
    message: why,
    finding_info: { uid: fingerprint, title: `drift ended: ${how}`, types: ["Drift"], first_seen_time: millis(firstSeen) },
    resources: [{ uid: urn, type }],
    status_id: 4,
    unmapped: { stack, property: path, how },
  };
}

function callEvent({ event, actor, resources }: OcsfCall, scan: ScanReport["scan"]): OcsfEvent {
  return {
    ...base(API_ACTIVITY, { activity: activityOf(event.operation), time: event.time, severity: INFORMATIONAL, scan, place: event, uid: event.id }),
    actor: actor ? ocsfActor(actor) : { user: { uid: event.principal } },
    api: ocsfApi(event),
    src_endpoint: ocsfSource(actor),
    ...(actor?.userAgent !== undefined && { http_request: { user_agent: actor.userAgent } }),
    resources: resources.map(ocsfResource),
    status_id: event.error === undefined ? 1 : 2,
    ...(event.error !== undefined && { status_code: event.error }),
  };
}

/** Create, read, update or delete, by AWS's habit of naming calls. */
function activityOf(operation: string): number {
  if (/^(Create|Run|Launch|Allocate|Copy|Import)/.test(operation)) return 1;
  if (/^(Get|List|Describe|Head|Lookup)/.test(operation)) return 2;
  return /^(Delete|Terminate|Release|Deregister)/.test(operation) ? 4 : 3;
}
