import { inputsDigest, secretInputs, type OpenDrift, type OpenDriftEntry } from "../../policypack/model";
import type { StateResource } from "../estate";
import type { Target } from "./remediationReport";

/**
 * What `up` must know of a stack when a target has been carried out: what was reverted is open no more, and an adoption
 * stands beside what is recorded now. Its age stays the scan's, for nothing else was looked at.
 */
export function withoutTarget(openDrift: OpenDrift, { urn, action, changes }: Target, resources: readonly StateResource[] | undefined): OpenDrift {
  const done = new Set(action === "revert" ? changes.map(({ fingerprint }) => fingerprint) : []);
  const resource = resources?.find((one) => one.urn === urn && one.delete !== true);
  const recordedNow = (entry: OpenDriftEntry): OpenDriftEntry => {
    if (resource === undefined || entry.urn !== urn) return entry;
    const secrets = secretInputs(resource.inputs);
    return { ...entry, recordedInputsDigest: inputsDigest(resource.inputs, secrets), secretInputs: secrets };
  };
  return { ...openDrift, entries: openDrift.entries.filter(({ fingerprint }) => !done.has(fingerprint)).map(recordedNow), adoptions: openDrift.adoptions.map(recordedNow) };
}
