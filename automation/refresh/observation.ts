import type { JsonObject, UncheckedResource } from "../../policypack/model";
import type { StateResource } from "../estate/deployment";

/** The provider's answer for one path, as the engine reports it: what an `up` without a code change would do. */
export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface ResourceState {
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** What a preview-only refresh saw of one resource. Values may still hold secrets: `compare` masks them. */
export type Observation =
  | {
      readonly outcome: "read";
      /** As it stands in the recorded state. */
      readonly resource: StateResource;
      readonly recorded: ResourceState;
      /** Absent: the resource is gone from the cloud. */
      readonly actual?: ResourceState;
      /**
       * The engine's `detailedDiff`, by property path; absent where the provider answers only yes or no,
       * and on delete. `add` means: it appeared in the cloud.
       */
      readonly diff?: Readonly<Record<string, { readonly kind: DiffKind; readonly inputDiff: boolean }>>;
      /** `same`: only outputs can differ. */
      readonly op: "same" | "update" | "delete";
    }
  | ({ readonly outcome: "unchecked" } & UncheckedResource);

/** Resources that are not to be read: URN → what is said of them. */
export type LeftOut = ReadonlyMap<string, Omit<UncheckedResource, "urn">>;

/** All that one stack's refresh told, complete or not. */
export interface StackObservations {
  readonly observations: readonly Observation[];
  /** What kept the refresh from being complete, for the whole stack. */
  readonly problem?: { readonly code: string; readonly message: string };
}
