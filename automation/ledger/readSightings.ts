import type { FoundChange, OpenDrift, OpenDriftEntry } from "../../policypack/model";
import { readOpenDrift } from "../../policypack/openDrift/readOpenDrift";
import type { StackRef } from "../estate";
import { openDriftPath } from "./writeOpenDrift";

/**
 * What the last scan saw of a stack, from its open-drift file.
 * @returns for a change: when it was seen with the same value, ISO 8601; undefined where it is new or has another value
 */
export function readSightings(folder: string, ref: StackRef): (change: Pick<FoundChange, "fingerprint" | "valueDigest">) => string | undefined {
  const openDrift = readLast(folder, ref);
  if (openDrift === undefined) return () => undefined;
  const { entries, generatedAt } = openDrift;
  const seen = new Set(entries.map(keyOf));
  return (change) => (seen.has(keyOf(change)) ? generatedAt : undefined);
}

/** A file that cannot be read is told when it is to be written again (`recordOpenDrift`); here it only tells nothing. */
function readLast(folder: string, ref: StackRef): OpenDrift | undefined {
  const [organization] = ref.name.split("/");
  try {
    const read = readOpenDrift(openDriftPath(folder, ref.name), { ...ref, organization });
    return read.outcome === "read" ? read.openDrift : undefined;
  } catch {
    return undefined;
  }
}

function keyOf({ fingerprint, valueDigest }: Pick<OpenDriftEntry, "fingerprint" | "valueDigest">): string {
  return `${fingerprint} ${valueDigest}`;
}
