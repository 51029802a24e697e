import type { RemediationStep } from "../../policypack/model";
import type { Sight } from "./hands";
import type { Target } from "./remediationReport";

export type Comparison =
  /** As the report has it: to be carried out. */
  | { readonly is: "open" }
  /** An earlier run has done it. */
  | { readonly is: "done" }
  | { readonly is: "other"; readonly reason: string };

/**
 * Is a resource still as the report has it? The digests of the actual values tell.
 * @param before the last step of it that the ledger knows since the report
 */
export function compareSight({ changes }: Target, { open }: Pick<Sight, "open">, before: RemediationStep | undefined): Comparison {
  const planned = new Map(changes.map(({ fingerprint, valueDigest }) => [fingerprint, valueDigest]));
  const isOther = ([fingerprint, { valueDigest }]: readonly [string, { readonly valueDigest: string }]) => planned.get(fingerprint) !== valueDigest;
  const other = [...open].find(isOther);
  if (other !== undefined) {
    const [fingerprint, { path }] = other;
    return { is: "other", reason: planned.has(fingerprint) ? `${nameOf(path)} has another value by now than the report says: scan again` : `${nameOf(path)} has changed since the report: scan again` };
  }
  if (open.size === planned.size) return { is: "open" };
  const wasBegun = before !== undefined && before.action !== "release" && (before.status === "started" || before.status === "done");
  if (wasBegun && open.size === 0) return { is: "done" };
  // What an interrupted update has left is still to be done.
  if (before?.status === "started" && before.action !== "release") return { is: "open" };
  const gone = changes.find(({ fingerprint }) => !open.has(fingerprint));
  return { is: "other", reason: `${nameOf(gone?.path ?? "")} is as recorded by now, and not by this tool: scan again` };
}

function nameOf(path: string): string {
  return path === "" ? "the resource itself" : path;
}
