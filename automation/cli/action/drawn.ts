import { counts, scanReportSchema } from "../../../policypack/model";
import { gateReportSchema } from "../../gate/gateReport";
import { formats, gateFormats } from "../../report";
import type { Inputs } from "./inputs";

/** What the action tells of a report. */
export interface Drawn {
  /** @param maxBytes of UTF-8 */
  readonly markdown: (maxBytes: number) => string;
  /** Stacks that drifted; of a scan. */
  readonly drifted?: number;
}

/** @param json as the command wrote it */
export function drawn(command: Inputs["command"], json: string): Drawn {
  switch (command) {
    case "scan": {
      const report = scanReportSchema.parse(JSON.parse(json));
      return {
        markdown: (maxBytes) => formats["markdown"]?.render(report, { maxBytes }) ?? "",
        drifted: report.stacks.filter(({ drifts }) => drifts.some(({ changes }) => changes.some(counts))).length,
      };
    }
    case "gate": {
      const report = gateReportSchema.parse(JSON.parse(json));
      return { markdown: (maxBytes) => cutAtLine(gateFormats["markdown"]?.(report) ?? "", maxBytes) };
    }
  }
}

const REST = "\n\nThe rest is in the log of the job.\n";

function cutAtLine(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const kept = Buffer.from(text).subarray(0, maxBytes - Buffer.byteLength(REST)).toString();
  return `${kept.slice(0, kept.lastIndexOf("\n"))}${REST}`;
}
