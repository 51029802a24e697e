import { sortedJsonLine } from "./json";
import type { ReportFormat } from "./reportFormat";
import { reportRecords } from "./reportRecords";

/** Nothing is cut: who reads it line by line has no limit. */
export const ndjson: ReportFormat = {
  description: "one change a line as JSON, and a line for all that was not checked",
  render: (report) => reportRecords(report).map(sortedJsonLine).join(""),
};
