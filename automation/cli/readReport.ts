import { readFile } from "node:fs/promises";
import path from "node:path";
import { scanReportSchema, type ScanReport } from "../../policypack/model";
import { visible } from "../report/visible";
import type { Terminal } from "./terminal";
import { UsageError } from "./usageError";

/** In place of a file. */
export const STDIN = "-";

/**
 * @param file a saved report, or `-` for stdin
 * @throws {UsageError} where it is not a scan report: one line that names the file
 */
export async function readReport(file: string, terminal: Pick<Terminal, "cwd" | "readStdin">): Promise<ScanReport> {
  const name = reportName(file);
  const text = await (file === STDIN ? terminal.readStdin() : readFile(path.resolve(terminal.cwd, file), "utf8")).catch((cause: unknown) => {
    throw new UsageError(`cannot read the report ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  const parsed = scanReportSchema.safeParse(parseJson(text, name));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  // It may quote what stands in the file.
  throw new UsageError(`${name} is not a whodrift/scan-report@1: ${visible(`${at}${issue?.message ?? ""}`)}`);
}

/** As messages call it. */
export function reportName(file: string): string {
  return file === STDIN ? "stdin" : visible(file);
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${name} is not JSON: write it with whodrift scan --format json=FILE`, { cause });
  }
}
