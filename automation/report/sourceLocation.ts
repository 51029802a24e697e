import type { DriftedResource } from "../../policypack/model";
import { cut } from "./cut";
import { visible } from "./visible";

// Longer than any path that a repository holds.
const LONGEST_PATH = 300;

export interface SourceLocation {
  readonly file: string;
  /** From 1 on; absent where only the file is known. */
  readonly line?: number;
}

/**
 * Where a reader of code looks for a resource. GitHub refuses a whole SARIF file, and GitLab a whole report, for one
 * finding without a file; so what has no known place is shown at the file that every Pulumi project has.
 * Source: https://github.com/github/codeql-action/issues/2459
 */
export function sourceLocation(resource?: Pick<DriftedResource, "declaredAt">): SourceLocation {
  const at = resource?.declaredAt;
  if (at === undefined || at.file === "") return { file: "Pulumi.yaml" };
  const file = visible(cut(at.file, LONGEST_PATH));
  return Number.isSafeInteger(at.line) && at.line > 0 ? { file, line: at.line } : { file };
}

/** As a URI reference, each segment encoded: a file may be called `javascript:…` or `//host`. */
export function fileUri(file: string): string {
  const segments = file.replaceAll("\\", "/").split("/").filter((segment) => segment !== "" && segment !== ".");
  return segments.map(encodeURIComponent).join("/");
}
