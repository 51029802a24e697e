import { stringify } from "csv-stringify/sync";
import { isAttributed, type Change, type Json } from "../../policypack/model";
import { cut } from "./cut";
import { count, prose, say } from "./phrase";
import type { ReportFormat } from "./reportFormat";
import { reportRecords, type ReportRecord } from "./reportRecords";
import { shown } from "./shownValue";
import { terminalPhrase, terminalText } from "./terminalText";

// Of a sheet in Excel, whose cells take 32,767 characters:
// https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
const MOST_ROWS = 1_048_576;
const LONGEST_CELL = 600;

const COLUMNS = [
  "kind",
  "scan",
  "stack",
  "severity",
  "opens_access",
  "resource",
  "type",
  "id",
  "account",
  "region",
  "urn",
  "file",
  "line",
  "property",
  "change",
  "recorded",
  "actual",
  "actor",
  "known_as",
  "actor_kind",
  "actor_identity",
  "via",
  "principal",
  "address",
  "user_agent",
  "confidence",
  "event",
  "event_time",
  "event_id",
  "decision",
  "decision_until",
  "decision_owner",
  "overdue",
  "state",
  "first_seen",
  "fingerprint",
  "text",
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

export const csv: ReportFormat = {
  description: "one change a row, for a spreadsheet; formulas are disarmed",
  render: (report) => {
    const rows = reportRecords(report).map(rowOf);
    const room = MOST_ROWS - 2;
    const left = rows.length - room;
    const rest: readonly Row[] = left > 0 ? [{ kind: "cut", text: terminalPhrase(say`${count(left, "more row")}; the json format has everything`) }] : [];
    return stringify([...(left > 0 ? rows.slice(0, room) : rows), ...rest].map(cells), {
      header: true,
      columns: [...COLUMNS],
      // A name such as `=cmd|…` is what it says, and no formula; quoted, it also stays in its cell where a sheet splits at semicolons.
      escape_formulas: true,
      quoted_string: true,
    });
  },
};

/** One line a cell, in which everything can be seen. */
function cells(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, text]) => [column, terminalText(cut(text, LONGEST_CELL))]));
}

function rowOf(record: ReportRecord): Row {
  const { kind, scan } = record;
  const place = { kind, scan, ...("stack" in record && { stack: record.stack }) };
  switch (record.kind) {
    case "scan":
      return { ...place, text: record.headline };
    case "problem":
      return { ...place, text: `${record.problem.message} (${record.problem.code})${record.problem.fix === undefined ? "" : `; ${record.problem.fix}`}` };
    case "unchecked":
      return { ...place, ...(record.resource && { urn: record.resource.urn }), text: record.resource?.reason ?? record.problem?.message ?? record.status };
    case "gap":
      return { ...place, account: record.audit.account, region: record.audit.region, text: record.audit.gaps.join("; ") };
    case "violation":
      return { ...place, urn: record.violation.urn, text: `${record.violation.policy} of ${record.violation.pack} (${record.violation.level}): ${record.violation.message}` };
    case "resolved":
      return { ...place, urn: record.resolved.urn, type: record.resolved.type, property: record.resolved.path, fingerprint: record.resolved.fingerprint, first_seen: record.resolved.firstSeen, state: record.resolved.how, text: record.resolved.why };
    case "drift":
    case "noise": {
      const { resource, drift, change } = record;
      return { ...place, ...resourceCells(resource), ...changeCells(change, drift), ...actorCells(change), ...decisionCells(change) };
    }
  }
}

function resourceCells({ name, type, id, account, region, urn, declaredAt }: Extract<ReportRecord, { kind: "drift" | "noise" }>["resource"]): Row {
  return {
    resource: name,
    type,
    id,
    urn,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(declaredAt && { file: declaredAt.file, line: String(declaredAt.line) }),
  };
}

function changeCells({ severity, opensAccess, path, kind, expected, actual, fingerprint, history, noise, managedBy, attribution }: Change, drift: string): Row {
  const reason = noise ? `${noise.rule}: ${noise.reason}` : managedBy ? `set by ${managedBy.urn} of ${managedBy.stack}` : attribution.why.join("; ");
  return {
    severity,
    ...(opensAccess && { opens_access: "yes" }),
    property: path,
    change: drift === "deleted" ? drift : kind,
    ...value("recorded", expected),
    ...value("actual", actual),
    fingerprint,
    ...(history && { state: history.state, first_seen: history.firstSeen }),
    text: reason,
  };
}

function value(column: "recorded" | "actual", json: Json | undefined): Row {
  return json === undefined ? {} : { [column]: terminalPhrase(shown(json)) };
}

function actorCells({ attribution }: Change): Row {
  const { confidence } = attribution;
  if (!isAttributed(attribution)) return { confidence, actor: terminalPhrase(say`unknown: ${prose(attribution.reason)}`) };
  const { actor, event } = attribution;
  return {
    confidence,
    actor: actor.name,
    ...(actor.knownAs !== undefined && { known_as: actor.knownAs }),
    actor_kind: actor.kind,
    actor_identity: actor.identity,
    via: actor.via,
    principal: actor.principal,
    ...(actor.sourceIp !== undefined && { address: actor.sourceIp }),
    ...(actor.userAgent !== undefined && { user_agent: actor.userAgent }),
    event: `${event.service} ${event.operation}`,
    event_time: event.time,
    event_id: event.id,
  };
}

function decisionCells({ decision: { action, until, owner, overdue } }: Change): Row {
  return { decision: action, ...(until !== undefined && { decision_until: until }), ...(owner !== undefined && { decision_owner: owner }), ...(overdue && { overdue: "yes" }) };
}
