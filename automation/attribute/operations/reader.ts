import type { DriftedResource, Json } from "../../../policypack/model";
import type { CloudTrailRecord } from "../../audit/trailRecord";

/** What a call gives one property. */
export interface Setting {
  /** Pulumi's property path, without the places in lists. */
  readonly path: readonly string[];
  /** Absent where the call takes the property away. */
  readonly value?: Json;
  /** The property was given, and the record does not tell what. */
  readonly untold?: true;
  /** The value is an element of the list, and not the whole. */
  readonly element?: "comes" | "goes";
}

/**
 * What one call means for one resource. another: it is about a sibling. untold: the record does not say about which,
 * or not what was done. deletes: it takes this resource away. sets: these settings, in the call's order; of the
 * properties in `replaces`, those that are in no setting are gone.
 */
export type Reading =
  | { readonly does: "another" | "untold" | "deletes" }
  | { readonly does: "sets"; readonly settings: readonly Setting[]; readonly replaces?: readonly string[] };

/** Reads calls whose parameters do not have the properties' names, or that are about one of many. */
export type Reader = (record: CloudTrailRecord, resource: Pick<DriftedResource, "identities">) => Reading;

export const another: Reading = { does: "another" };
export const untold: Reading = { does: "untold" };
export const deletes: Reading = { does: "deletes" };
