import type { ScanReport } from "../../policypack/model";

export interface RenderOptions {
  /** ANSI colours; default false. The command line decides by `NO_COLOR` and whether it writes to a terminal. */
  readonly color?: boolean;
  /** Columns at which text wraps; default 100. */
  readonly width?: number;
  /** Upper bound of the text in UTF-8 bytes, for places that refuse longer ones; default none. */
  readonly maxBytes?: number;
}

/** A pure function of the report. An option that a format has no use for is ignored. */
export interface ReportFormat {
  /** One line for `--help` and the README. */
  readonly description: string;
  /** @returns the whole text, ending in a newline, safe to show in its medium whatever the report holds */
  readonly render: (report: ScanReport, options?: RenderOptions) => string;
}
